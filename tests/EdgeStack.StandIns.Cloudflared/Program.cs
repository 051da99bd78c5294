// A stand-in for cloudflared, which cannot be had here: called as it is, it plays what a folder of files says. See reference/console-tunnel-dashboards.md, section 3.
// cloudflared-stand-in FOLDER ARGUMENTS…
using System.Collections;
using System.Runtime.InteropServices;
using EdgeStack.StandIns.Cloudflared;

Behaviour behaviour = new(args[0]);
string[] arguments = args[1..];
if (arguments is ["version", "--short"])
{
#pragma warning disable RS0030 // the stand-in is a program of its own, and this is its answer
    Console.WriteLine(behaviour.Version);
#pragma warning restore RS0030
    return 0;
}

behaviour.Called(arguments, Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Select(variable => $"{variable.Key}={variable.Value}"));
bool writesJson = arguments.SkipWhile(argument => argument != "--output").Skip(1).FirstOrDefault() == "json";
Script script = new(behaviour, new Voice(writesJson), arguments);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take), interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Take);
return await script.RunAsync();

// After the first, cloudflared catches no signal any more.
void Take(PosixSignalContext context) => context.Cancel = script.Stop();
