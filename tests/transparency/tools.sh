# crashes: 1
seq 200000 >n; xz -T2 -k n && xz -dc n.xz | sha256sum; xz -t n.xz; echo $?
openssl dgst -sha256 n; openssl enc -aes-128-ctr -K 00 -iv 00 -in n | sha256sum; openssl rand -hex 4 | wc -c
curl -s "file://$PWD/n" | sha256sum; curl -s http://127.0.0.1:1/; echo $?
ffmpeg -nostdin -v error -f lavfi -i testsrc2=d=1:s=320x240 -c:v libx264 -threads 2 -f md5 -; echo $?
convert -size 64x64 gradient:red-blue -rotate 30 -resize 40x40 rgb:- | sha256sum
gzip -c n | gunzip | wc -l; tar cf - n | tar tf -; awk 'END { print NR }' n; sed -n '$p' n; find . | sort | wc -l
timeout -s SEGV 0.1 sleep 5; echo $?; timeout 0.1 sleep 5; echo $?
