using ActorMft.Ssh.Authentication;
using ActorMft.Ssh.Channels;
using ActorMft.Ssh.Tests.Support;
using ActorMft.Ssh.Transport;
using ActorMft.Ssh.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMft.Ssh.Tests.Wire;

/// <summary>Every message that is written is read back as it was meant, whatever is in it.</summary>
public sealed class MessageRoundTripTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(200);

    private static Gen<string> Name => Gen.Elements<char>([.. "abcxyz-.@_+0129ABC"]).NonEmptyListOf().Select(letters => new string([.. letters.Take(64)]));

    private static Gen<IReadOnlyList<string>> NameList => Name.NonEmptyListOf().Select(names => (IReadOnlyList<string>)names);

    private static Gen<string> Text => Gen.OneOf(ArbMap.Default.GeneratorFor<string>().Select(text => text ?? ""), Gen.Elements<string>("", "ü", "日本", "a\u0301", "\u0000", new string('x', 900)))
        .Select(text => new string([.. text.EnumerateRunes().Where(rune => rune.Value != 0xFFFD).SelectMany(rune => rune.ToString().ToCharArray())]));

    private static Gen<byte[]> Bytes => ArbMap.Default.GeneratorFor<byte[]>().Select(bytes => bytes ?? []);

    private static Gen<uint> Number => Gen.OneOf(ArbMap.Default.GeneratorFor<uint>(), Gen.Elements<uint>(0, 1, int.MaxValue, uint.MaxValue));

    [Fact]
    public void Data_types() => Check(
        from text in Text from bytes in Bytes from names in NameList from number in Number from flag in Gen.Elements(true, false) select (text, bytes, names, number, flag),
        value =>
        {
            using var writer = new SshWriter([]);
            writer.WriteString(value.text);
            writer.WriteString(value.bytes);
            writer.WriteNameList(value.names);
            writer.WriteUInt32(value.number);
            writer.WriteUInt64((ulong)value.number << 32);
            writer.WriteBoolean(value.flag);
            writer.WriteMpint(value.bytes);
            int at = writer.BeginString();
            writer.WriteBytes(value.bytes);
            writer.EndString(at);
            var reader = new SshReader(writer.Written);
            reader.ReadUtf8().ShouldBe(value.text);
            reader.ReadString().ToArray().ShouldBe(value.bytes);
            reader.ReadNameList().ShouldBe(value.names);
            reader.ReadUInt32().ShouldBe(value.number);
            reader.ReadUInt64().ShouldBe((ulong)value.number << 32);
            reader.ReadBoolean().ShouldBe(value.flag);
            reader.ReadMpint().ToArray().ShouldBe(value.bytes.SkipWhile(b => b == 0));
            reader.ReadString().ToArray().ShouldBe(value.bytes);
            reader.ExpectEnd();
        });

    [Fact]
    public void Key_exchange_init() => Check(
        from kex in NameList from keys in NameList from ciphers in NameList from macs in NameList from server in Gen.Elements(true, false) from first in Gen.Elements(true, false)
        select (kex, keys, ciphers, macs, server, first),
        value =>
        {
            var offer = new AlgorithmOffer(value.kex, value.keys, value.ciphers, value.macs, []);
            KeyExchangeInit read = KeyExchangeInit.Read(KeyExchangeInit.Write(offer, value.server, value.first));
            read.KeyExchanges.Take(value.kex.Count).ShouldBe(value.kex);
            read.KeyExchanges.Contains(value.server ? KeyExchangeInit.StrictServer : KeyExchangeInit.StrictClient).ShouldBe(value.first);
            read.HostKeys.ShouldBe(value.keys);
            read.CiphersToServer.ShouldBe(value.ciphers);
            read.CiphersToClient.ShouldBe(value.ciphers);
            read.MacsToServer.ShouldBe(value.macs);
            read.MacsToClient.ShouldBe(value.macs);
            read.FirstPacketFollows.ShouldBeFalse();
        });

    [Fact]
    public void Extension_info() => Check(NameList, names => ExtensionInfo.ReadSignatureAlgorithms(ExtensionInfo.Write(names)).ShouldBe(names));

    [Fact]
    public void Disconnect() => Check(
        from text in Text from reason in Gen.Elements<SshDisconnectReason>(Enum.GetValues<SshDisconnectReason>()) select (text, reason),
        value =>
        {
            SshException read = DisconnectMessage.Read(DisconnectMessage.Write(value.reason, value.text));
            read.DisconnectReason.ShouldBe(value.reason);
            read.Message.Any(char.IsControl).ShouldBeFalse();
            string shown = new string([.. value.text.Take(100).Select(c => char.IsControl(c) ? ' ' : c)]).Trim();
            read.Message.ShouldContain(shown.Length > 0 && char.IsHighSurrogate(shown[^1]) ? shown[..^1] : shown);
        });

    [Fact]
    public void Authentication_requests() => Check(
        from user in Text from password in Text from session in Bytes select (user, password, session),
        value =>
        {
            UserAuthRequest none = UserAuthRequest.Read(UserAuthMessages.None(value.user), 8192);
            (none.UserName, none.Service, none.Method).ShouldBe((value.user, "ssh-connection", "none"));

            UserAuthRequest password = UserAuthRequest.Read(UserAuthMessages.Password(value.user, value.password), 8192);
            var fields = new SshReader(password.Fields.Span);
            fields.ReadBoolean().ShouldBeFalse();
            fields.ReadUtf8().ShouldBe(value.password);
            fields.ExpectEnd();

            UserAuthRequest.Read(UserAuthMessages.KeyboardInteractive(value.user), 8192).Method.ShouldBe("keyboard-interactive");

            PublicKeyRequest proof = PublicKeyRequest.Read(UserAuthRequest.Read(UserAuthMessages.PublicKey(value.user, TestKeys.User, "ssh-ed25519", value.session), 8192));
            proof.Key.ShouldBe(TestKeys.User.PublicKey);
            proof.Key!.Verify("ssh-ed25519", UserAuthMessages.SignedData(value.session, proof.SignedPart.Span), proof.Signature.Span).ShouldBeTrue();
        });

    [Fact]
    public void Authentication_answers() => Check(
        from text in Text from names in NameList from partial in Gen.Elements(true, false) from responses in Text.ListOf() select (text, names, partial, responses),
        value =>
        {
            var failure = new SshReader(UserAuthMessages.Failure(value.names, value.partial));
            failure.ReadByte().ShouldBe((byte)SshMessage.UserAuthFailure);
            failure.ReadNameList().ShouldBe(value.names);
            failure.ReadBoolean().ShouldBe(value.partial);
            failure.ExpectEnd();

            var banner = new SshReader(UserAuthMessages.Banner(value.text));
            banner.ReadByte().ShouldBe((byte)SshMessage.UserAuthBanner);
            banner.ReadUtf8().ShouldBe(value.text);
            banner.ReadUtf8().ShouldBe("");
            banner.ExpectEnd();

            var response = new SshReader(UserAuthMessages.InfoResponse([.. value.responses]));
            response.ReadByte().ShouldBe((byte)SshMessage.UserAuthInfoResponse);
            response.ReadUInt32().ShouldBe((uint)value.responses.Count);
            foreach (string each in value.responses)
            {
                response.ReadUtf8().ShouldBe(each);
            }

            response.ExpectEnd();
        });

    [Fact]
    public void Channel_messages() => Check(
        from one in Number from two in Number from window in Gen.Choose(0, int.MaxValue) from packet in Gen.Choose(0, int.MaxValue) from text in Text from name in Name
        select (one, two, window, packet, text, name),
        value =>
        {
            var open = new SshReader(ChannelMessages.OpenSession(value.one, value.window, value.packet));
            open.ReadByte().ShouldBe((byte)SshMessage.ChannelOpen);
            open.ReadName().ShouldBe("session");
            (open.ReadUInt32(), open.ReadUInt32(), open.ReadUInt32()).ShouldBe((value.one, (uint)value.window, (uint)value.packet));
            open.ExpectEnd();

            var confirmation = new SshReader(ChannelMessages.OpenConfirmation(value.one, value.two, value.window, value.packet));
            confirmation.ReadByte().ShouldBe((byte)SshMessage.ChannelOpenConfirmation);
            (confirmation.ReadUInt32(), confirmation.ReadUInt32()).ShouldBe((value.one, value.two));
            (confirmation.ReadUInt32(), confirmation.ReadUInt32()).ShouldBe(((uint)value.window, (uint)value.packet));
            confirmation.ExpectEnd();

            var failure = new SshReader(ChannelMessages.OpenFailure(value.one, ChannelOpenFailure.ConnectFailed, value.text));
            failure.ReadByte().ShouldBe((byte)SshMessage.ChannelOpenFailure);
            (failure.ReadUInt32(), failure.ReadUInt32()).ShouldBe((value.one, (uint)ChannelOpenFailure.ConnectFailed));
            failure.ReadUtf8().ShouldBe(value.text);

            var subsystem = new SshReader(ChannelMessages.Subsystem(value.one, value.name));
            subsystem.ReadByte().ShouldBe((byte)SshMessage.ChannelRequest);
            subsystem.ReadUInt32().ShouldBe(value.one);
            subsystem.ReadName().ShouldBe("subsystem");
            subsystem.ReadBoolean().ShouldBeTrue();
            subsystem.ReadName().ShouldBe(value.name);
            subsystem.ExpectEnd();

            var status = new SshReader(ChannelMessages.ExitStatus(value.one, value.two));
            status.ReadByte().ShouldBe((byte)SshMessage.ChannelRequest);
            status.ReadUInt32().ShouldBe(value.one);
            status.ReadName().ShouldBe("exit-status");
            status.ReadBoolean().ShouldBeFalse();
            status.ReadUInt32().ShouldBe(value.two);
            status.ExpectEnd();
        });

    private static void Check<T>(Gen<T> values, Action<T> holds) => FsCheck.Check.One(s_config, Prop.ForAll(values.ToArbitrary(), holds));
}
