using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace ActorMft.Ssh.Keys.Bcrypt;

/// <summary>bcrypt_pbkdf of OpenBSD: PBKDF2 with bcrypt as its function and the output spread over the key (OpenBSD's bcrypt_pbkdf(3)).</summary>
internal static class BcryptKeyDerivation
{
    private const int OutputLength = 32;
    private const int Cost = 64;

    /// <param name="passphrase">Taken as UTF-8.</param>
    /// <param name="salt">At least 1 byte.</param>
    /// <param name="rounds">At least 1.</param>
    /// <param name="key">Receives the key; 1 to 1024 bytes.</param>
    public static void Derive(string passphrase, ReadOnlySpan<byte> salt, int rounds, Span<byte> key)
    {
        byte[] password = Encoding.UTF8.GetBytes(passphrase);
        Span<byte> hashedPassword = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> hashedSalt = stackalloc byte[SHA512.HashSizeInBytes];
        Span<byte> round = stackalloc byte[OutputLength];
        Span<byte> sum = stackalloc byte[OutputLength];
        byte[] countedSalt = [.. salt, 0, 0, 0, 0];
        SHA512.HashData(password, hashedPassword);

        int stride = (key.Length + OutputLength - 1) / OutputLength;
        int amount = (key.Length + stride - 1) / stride;
        for (int block = 0; block < stride; block++)
        {
            BinaryPrimitives.WriteInt32BigEndian(countedSalt.AsSpan(salt.Length), block + 1);
            SHA512.HashData(countedSalt, hashedSalt);
            Hash(hashedPassword, hashedSalt, round);
            round.CopyTo(sum);
            for (int i = 1; i < rounds; i++)
            {
                SHA512.HashData(round, hashedSalt);
                Hash(hashedPassword, hashedSalt, round);
                for (int j = 0; j < OutputLength; j++)
                {
                    sum[j] ^= round[j];
                }
            }

            for (int i = 0; i < amount && (i * stride) + block < key.Length; i++)
            {
                key[(i * stride) + block] = sum[i];
            }
        }

        CryptographicOperations.ZeroMemory(password);
        CryptographicOperations.ZeroMemory(hashedPassword);
        CryptographicOperations.ZeroMemory(round);
        CryptographicOperations.ZeroMemory(sum);
    }

    private static void Hash(ReadOnlySpan<byte> hashedPassword, ReadOnlySpan<byte> hashedSalt, Span<byte> output)
    {
        Blowfish state = new();
        state.Expand(hashedPassword, hashedSalt);
        for (int i = 0; i < Cost; i++)
        {
            state.Expand(hashedSalt, []);
            state.Expand(hashedPassword, []);
        }

        ReadOnlySpan<byte> text = "OxychromaticBlowfishSwatDynamite"u8;
        int position = 0;
        for (int block = 0; block < OutputLength; block += 8)
        {
            uint left = Blowfish.NextWord(text, ref position);
            uint right = Blowfish.NextWord(text, ref position);
            for (int i = 0; i < Cost; i++)
            {
                state.Encrypt(ref left, ref right);
            }

            BinaryPrimitives.WriteUInt32LittleEndian(output[block..], left);
            BinaryPrimitives.WriteUInt32LittleEndian(output[(block + 4)..], right);
        }
    }
}
