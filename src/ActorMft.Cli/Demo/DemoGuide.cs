using System.Net;

namespace ActorMft.Cli.Demo;

/// <summary>How to go on by hand.</summary>
internal static class DemoGuide
{
    public static void Write(DemoReport report, IPEndPoint server, Uri management)
    {
        report.Text($"""

            The node keeps serving. From another terminal in this directory:

              Be the partner; put a .csv file into {DemoResources.SourceFolder}:
                {StockClient.CommandLine(server, DemoResources.Uploader)}
              Be the receiver; it arrives in {DemoResources.TargetFolder}:
                {StockClient.CommandLine(server, DemoResources.Receiver)}

              Be the operator:
                export ACTORMFT_URL={management.AbsoluteUri.TrimEnd('/')} ACTORMFT_TOKEN=$(cat {DemoDirectory.Name}/admin.token)
                ./actormft watch            # then upload something
                ./actormft transfers
                ./actormft get flows
                ./actormft apply -f {DemoDirectory.Name}/resources.yaml     # after changing it

            The node's log is {DemoDirectory.Name}/node.log. Ctrl-C ends the demo; 'rm -r {DemoDirectory.Name}' forgets it.
            """);
    }
}
