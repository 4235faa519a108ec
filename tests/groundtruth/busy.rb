# Blocks, regular expressions, sorting and the collector, for ever.
def fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)
loop do
  fib(18)
  words = (1..3000).map { |i| "word#{i * 31 % 977}" }
  words.sort_by { |word| [word.size, word] }.each_slice(7).to_a
  words.join(' ').gsub(/(\w)(\d+)/) { "#{$2}#{$1}" }
  words.group_by(&:size).transform_values(&:sort)
end
