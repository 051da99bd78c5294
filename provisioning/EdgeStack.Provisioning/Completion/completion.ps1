# edgestack for PowerShell: `edgestack completion pwsh | Out-String | Invoke-Expression`, in $PROFILE.
Register-ArgumentCompleter -Native -CommandName edgestack -ScriptBlock {
    param($word, $command, $position)
    $name = $command.CommandElements[0].Extent.Text
    $at = $position - $command.Extent.StartOffset
    $line = $command.ToString().PadRight($at).Substring(0, $at).Substring($name.Length).TrimStart()
    & $name "[suggest:$($line.Length)]" $line 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
}
