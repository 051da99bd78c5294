namespace EdgeStack.Gateway.Middlewares;

/// <summary>Looks a Secret up, as it is now. Asked at every login, so it answers from memory.</summary>
internal delegate SecretLookup SecretSource(string @namespace, string name);
