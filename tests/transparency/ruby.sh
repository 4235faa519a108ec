# crashes: 1
ruby -e '
trap("USR1") { puts "usr1" }; Process.kill("USR1", $$); sleep 0.01
def deep(n) = deep(n + 1) + 1
begin; deep(0); rescue SystemStackError => e; puts e.class; end
puts (1..4).map { |i| Thread.new { (1..i * 1000).sum } }.map(&:value).inspect
pid = fork { exit! 9 }; Process.wait(pid); puts $?.exitstatus
system("kill -ABRT $$"); puts $?.termsig
puts Process.clock_gettime(Process::CLOCK_MONOTONIC) > 0, GC.start.inspect'
echo $?
