using System.Collections.Immutable;
using System.Globalization;

namespace EdgeStack.Provisioning.Faults;

/// <summary>All codes with what they mean: <c>edgestack explain</c> and docs/errors.md are made from it.</summary>
internal static class FaultCatalogue
{
    private const string NothingDone = "Nothing was changed on the node in this run.";

    private const string EarlierStepsStand = "The steps before it are done and stay; those behind it were not begun on this node.";

    /// <summary>In the order of their numbers.</summary>
    public static ImmutableArray<FaultExplanation> All { get; } =
    [
        new(FaultCode.Unreachable, "The node could not be reached over ssh.", NothingDone,
            "Is it on, and is its address in the inventory right? `ping` and `ssh` from this machine say more.",
            "Behind a jump host (`ssh.jump`): does that one answer, and does it reach the node?",
            "A firewall or an sshd on another port: `ssh.port` in the inventory."),
        new(FaultCode.UnknownHostKey, "Nobody has vouched for the node's host key yet, so nothing is sent to it.", NothingDone,
            "`edgestack trust NODE` shows the fingerprint. Compare it with what `ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub` says at the node's own console.",
            "Who knows the key beforehand writes it as `hostKey` into the inventory."),
        new(FaultCode.ChangedHostKey, "The node shows another host key than before: it was set up anew, or somebody answers in its place.", NothingDone,
            "Set up anew: `edgestack trust --replace NODE`.",
            "With `hostKey` in the inventory: write the new key there.",
            "Not set up anew: find out who answers at that address before anything else. Two machines may have the same one."),
        new(FaultCode.Refused, "The node's sshd does not accept our key.", NothingDone,
            "`ssh.user` and `ssh.identityFile` in the inventory; `ssh-copy-id` brings a key over.",
            "A key with a passphrase has to be in the agent: `ssh-add`."),
        new(FaultCode.NoRoot, "The user may not become root on the node, or its password for that is missing or wrong.", NothingDone,
            "`become.password` in the inventory names a file, a variable or a command that gives the password.",
            "The user has to be in the group `sudo`; with `become: { method: none }` the login is root's."),
        new(FaultCode.Lost, "The connection was there and broke.", "A step that was begun is finished by the node itself, unless it lost its power. What might lock us out (sshd, firewall) takes itself back when nobody confirms it within the time that `--revert-after` says.",
            "When the node is back: the same command again, or `edgestack apply --resume`. It looks at everything again, confirms what is not confirmed, and goes on from there.",
            "If it comes again at the same step: power supply, network cable, memory (`journalctl -k -b -1` on the node)."),
        new(FaultCode.NoClient, "The ssh of this machine cannot be used.", NothingDone,
            "Debian: `apt install openssh-client`.",
            "A private key that others may read, or an option that this ssh does not know: what it said stands beside the code."),
        new(FaultCode.Foreign, "The node's shell says something that we do not understand.", NothingDone,
            "What `ssh NODE true` prints: a greeting does no harm, pages of text from the shell's start-up files do (`~/.bashrc`, `/etc/profile.d`)."),
        new(FaultCode.Unanswered, "The node did not answer all that it was asked, or something else answered.", "Steps that were done stay; what was asked about is not known.",
            "`df -h /run` on the node: answers are collected there, in its memory.",
            "A disk or a server that hangs makes questions run into their limits: `journalctl -e` on the node. Then the same command again."),
        new(FaultCode.Blocked, "Something is in the way that is not ours to change, or something is not there that the step builds on.", EarlierStepsStand,
            "What it is and what makes it stands beside the code; then `edgestack apply` again."),
        new(FaultCode.ActionFailed, "A part of a step ended with a fault.", "The step is half done at most; what might lock us out (sshd, firewall) was taken back. " + EarlierStepsStand,
            "The last lines that programs said stand beneath the error.",
            "Mend it on the node, then `edgestack apply --resume`. `edgestack undo STEP` takes the step back instead."),
        new(FaultCode.DiskFull, "A disk of the node is full.", "The step is half done at most: files are replaced whole or not at all. " + EarlierStepsStand,
            "`df -h` shows which disk; `sudo apt-get clean` and `sudo journalctl --vacuum-size=100M` make room.",
            "Then `edgestack apply --resume`."),
        new(FaultCode.TimedOut, "A step did not end within its time, and was ended.", "The step may be half done. " + EarlierStepsStand,
            "A mirror that does not answer, or a service that does not come up: the last lines beneath the error tell which.",
            "Then `edgestack apply --resume`."),
        new(FaultCode.NotBegun, "A step ended before anything of it was done: it could not even be noted in the node's journal.", "Nothing of that step was done. " + EarlierStepsStand,
            "A file system that is read-only, which SD cards become when they fail: `dmesg` on the node.",
            "Then `edgestack apply --resume`."),
        new(FaultCode.StillDifferent, "A step was done, and what it was to change is different still, or cannot be told.", "The step is done as far as it goes. " + EarlierStepsStand,
            "Another program on the node sets it back: a configuration manager, a package's own unit, a file that sorts behind ours. Leave it to one of the two."),
        new(FaultCode.LockedOut, "After the step a new connection did not succeed, so it would have locked us out.", "It was taken back, or takes itself back within the time beside the code.",
            "Mend what the inventory says of ssh or the firewall, then `edgestack apply` again. In `undo`: make sure of another way in first.",
            "What the new connection met with stands beside the code."),
        new(FaultCode.Unconfirmed, "A new connection succeeded, and yet the timer that takes the step back could not be stopped.", "The step takes itself back within the time beside the code, unless its timer was stopped after all: `systemctl list-timers 'edgestack-revert*'` on the node.",
            "Wait for it, look at the node's `systemctl --failed`, then `edgestack apply` again."),
        new(FaultCode.DifferentAgain, "Every step succeeded, and a plan right afterwards finds something different.", "Everything was done.",
            "`edgestack plan` shows what. Two things set the same: two nodes, two steps, or another program."),
        new(FaultCode.EditedSince, "Files that are to be taken back were changed since by somebody else, or by a later run.", "That step, and those of the run that come before it, are as they were before `undo`.",
            "Take back the later run first.",
            "`--force` takes it back all the same; the changes are lost."),
        new(FaultCode.NotTakenBack, "A step could not be taken back.", "The step is half taken back at most, or its folder half deleted; those of the run that come before it were not touched.",
            "Mend what the last lines beneath the error tell, then the same `edgestack undo` again."),
        new(FaultCode.Locked, "Another operator is at work on the node.", "Nothing was changed on any node.",
            "Who it is and since when stands beside the code. Wait for it.",
            "Its lock is free a minute after its machine was heard from for the last time, unless a step of it still runs. If that operator is really gone: `--break-lock`."),
        new(FaultCode.LockLost, "The node's lock went to somebody else in the middle of the run.", "The step was neither done nor taken back. What the run did before stays as it is.",
            "The connection was away for longer than the lock lasts, or somebody used `--break-lock`. The same command again says who it is."),
        new(FaultCode.PlanIsOld, "The nodes or the inventory are not as they were when the plan was saved, or it was saved while a node could not be asked.", "Nothing was changed.",
            "`edgestack plan -o FILE` makes a new one; what differs stands beside the code."),
        new(FaultCode.InventoryEdited, "The inventory was edited since the run that is to go on was begun.", "Nothing was changed.",
            "`edgestack apply` plans anew by the inventory as it is now; what was done already it leaves.",
            "For the old run, put the inventory back first."),
        new(FaultCode.UnmetStep, "A step that was chosen builds on one that is not done.", "Nothing was changed.",
            "Choose that one with `--step` too, or leave `--step` away."),
        new(FaultCode.LeftInTheMiddle, "Whoever began the run ended it at once (Ctrl-C twice).", "A step that was begun is finished by its node.",
            "`edgestack apply --resume` looks at everything again and goes on from there."),
        new(FaultCode.NoLock, "The node cannot be locked, so nothing is changed on it.", "Nothing was changed on any node.",
            "`/run/lock` on the node: is it full, or not writable? What was said stands beside the code."),
        new(FaultCode.BackupFailed, "A backup, a restore or a trial of one did not succeed.", "A dump that is not whole is none. A restore of everything that failed may leave the server with half of what it is to become, and then root alone may write; one of a single database may leave that one half there. What was there before is in the dump that every restore begins with, and in the binary logs.",
            "What it said stands above the error; `edgestack db list` shows what there is.",
            "docs/backups.md says how a restore goes on that was cut off."),
    ];

    /// <summary>As it is written: <c>ES1101</c>.</summary>
    public static string Name(FaultCode code) => string.Create(CultureInfo.InvariantCulture, $"ES{(int)code}");
}
