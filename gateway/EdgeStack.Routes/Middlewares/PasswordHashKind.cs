namespace EdgeStack.Routes.Middlewares;

public enum PasswordHashKind
{
    /// <summary><c>$2a$</c>, <c>$2b$</c>, <c>$2y$</c>.</summary>
    Bcrypt,

    /// <summary>Apache's MD5, <c>$apr1$salt$digest</c>: a thousand rounds.</summary>
    Apr1,

    /// <summary><c>{SHA}</c> and Base64 of SHA-1, without salt.</summary>
    Sha1,

    /// <summary>Hexadecimal SHA-256 of a password that a Secret holds in clear; never written by people.</summary>
    Sha256,
}
