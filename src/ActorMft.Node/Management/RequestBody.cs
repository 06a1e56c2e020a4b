using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace ActorMft.Node.Management;

/// <summary>Reads bodies that are documents rather than fixed records.</summary>
internal static class RequestBody
{
    /// <exception cref="ApiException">Not JSON by its content type, or not JSON.</exception>
    public static async Task<JsonNode?> ReadAsync(HttpContext context)
    {
        if (!context.Request.HasJsonContentType())
        {
            throw new ApiException(StatusCodes.Status415UnsupportedMediaType, "Send the body as application/json.");
        }

        try
        {
            var options = new JsonDocumentOptions { AllowDuplicateProperties = false };
            return await JsonNode.ParseAsync(context.Request.Body, nodeOptions: null, options, context.RequestAborted);
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest($"The body isn't JSON: {exception.Message}");
        }
    }
}
