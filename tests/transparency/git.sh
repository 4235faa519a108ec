# crashes: 0
export GIT_AUTHOR_DATE='2020-01-01T00:00:00Z' GIT_COMMITTER_DATE='2020-01-01T00:00:00Z' HOME=$PWD
git init -q -b main r && cd r && git config user.name a && git config user.email a@b
for i in $(seq 30); do seq "$i" 200 >"f$i"; git add . && git commit -qm "c$i"; done
git log --oneline --stat | sha256sum; git gc -q; git fsck --full; git clone -q . ../r2; git -C ../r2 log -1 --format=%H
git grep -c 77 | sort | head -n 3; git diff HEAD~3 --stat; git blame f1 | tail -n 2 | cut -c 1-20
git checkout -q nothing; echo $?; git bisect start -q HEAD HEAD~20 >/dev/null; git bisect run false | tail -n 3 | head -n 1
