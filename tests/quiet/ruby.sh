# Ruby finds the end of its stack by a fault on an alternate stack of its own.
cat >program.rb <<'RUBY'
if ARGV[0] == "crash"
  require "fiddle"
  Fiddle::Pointer.new(4096)[0]
end
finish = Process.clock_gettime(Process::CLOCK_MONOTONIC) + ARGV[1].to_i
def deep(n) = deep(n + 1) + 1
good = true
trap("USR1") { }
while Process.clock_gettime(Process::CLOCK_MONOTONIC) < finish
  begin
    deep(0); good = false
  rescue SystemStackError
  end
  8.times.map { Thread.new { begin; deep(0); rescue SystemStackError; end } }.each(&:join)
  Process.kill("USR1", $$)
  Process.wait(fork { exit! 0 })
end
puts good
RUBY
ruby program.rb "$@" 2>/dev/null
