# Regular expressions, sorting, hashes and recursion, for ever.
use strict;
use warnings;
no warnings 'recursion';

sub depth { my $n = shift; return $n ? 1 + depth($n - 1) : 0 }
while (1) {
    my %count;
    my $text = join ' ', map { $_ * 7 % 101 } 1 .. 3000;
    $count{$1}++ while $text =~ /(\d+)\s(?=\d*[13579]\b)/g;
    my @order = sort { $count{$a} <=> $count{$b} || $a <=> $b } keys %count;
    my $line = sprintf '%s-' x @order, @order;
    depth(200);
}
