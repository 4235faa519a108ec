# crashes: 1
perl -e '
$SIG{ALRM} = sub { print "alarm\n" }; kill ALRM => $$;
$SIG{SEGV} = sub { print "handled\n" }; kill SEGV => $$;
my $pid = fork; if (!$pid) { $SIG{ABRT} = "DEFAULT"; kill ABRT => $$; sleep 9 }
waitpid $pid, 0; print $? & 127, "\n";
my %h; $h{$_ % 13}++ for 1 .. 10000; print join(",", map { "$_=$h{$_}" } sort keys %h), "\n";
print join(" ", map { sprintf "%x", $_ } unpack "C*", qx(echo out; exit 4)), " ", $? >> 8, "\n";
die "last words\n"'
echo $?
