# SPDX-License-Identifier: AGPL-3.0-or-later
# The far side of a deployment, in the shell of the host: sh -c THIS sh ROOT WAIT_S SILENCE_S [MAKES]
#
# Without MAKES a folder that is not ours yet is refused, and none is made.
#
# In ROOT:
#     .newsroom-host    says that the folder is ours
#     current           symbolic link: what readers are given, releases/NAME/site
#     previous          what they were given before it
#     releases/NAME/    site/, the files; list, their digests as sha256sum writes them; digest,
#                       that of the list
#     next/             a release that is being made
#     spare/            an old release, of which the next one is made: only what changed is
#     trial             stands while what is served is not checked yet: the release before it
#     lock, holder …    one deployment at a time, and who it is
#     trash/            is being deleted
#     after-switch      the host's own: run after each switch, if it is there
#
# Files are never written in place: releases share them as hard links. Commands are lines of
# stdin; each is answered by "ok …" or "no REASON …", after lines and bytes of data. "newsroom"
# is said before all, to be told from what a shell of the host says by itself. What is
# said here is data, never obeyed as shell. The end of stdin ends all, and frees the lock; so
# does a silence of SILENCE_S, since a connection may drop without a word.

set -u
umask 022
export LC_ALL=C
root=$1 wait_s=$2 silence_s=$3 makes=${4-}
mark='Các bản phát hành của trang tin. Đừng sửa gì trong releases/, spare/.'

locked=
printf 'newsroom\n'

# Where the disk refused, room is made before another deployment is let in.
no() {
    printf 'no %s\n' "$(printf '%s' "$*" | tr '\n' ' ')"
    exec </dev/null >/dev/null 2>&1
    if [ -n "$locked" ]; then make_room; fi
    exit 1
}

# An rsync that failed may write for a moment longer.
make_room() {
    rm -rf next trash/* || { sleep 1 && rm -rf next trash/*; }
}

keep_mark() {
    printf '%s\n' "$mark" >.newsroom-host
}

# Runs a command; a disk that refuses is told in the words of the tool.
try() {
    told=$("$@" 2>&1 >/dev/null) || no "disk $told"
}

# Writes a small file.
write() {
    told=$({ printf '%s\n' "$2" >"$1"; } 2>&1) || no "disk $told"
}

# Deletes in the background: a folder of a release takes minutes on a busy disk.
discard() {
    [ -e "$1" ] || return 0
    if ! mkdir -p trash || ! mv -T -- "$1" "trash/$(date +%s).$$.$(basename -- "$1")"; then
        # A full disk may not even take another name.
        rm -rf -- "$1"
    fi 2>/dev/null
}

# What is in the way and stays is told.
clear_away() {
    discard "$1"
    [ ! -e "$1" ] || no "forbidden $root/$1"
}

empty_trash() {
    [ -d trash ] || return 0
    setsid nice -n 19 sh -c 'rm -rf trash/*' </dev/null >/dev/null 2>&1 9>&- 8>&- &
}

served() {
    name=$(readlink current) || return 1
    name=${name#releases/}
    name=${name%/site}
    [ -d "releases/$name/site" ] && printf '%s' "$name"
}

digest_of() {
    sha256sum <"$1" | cut -c 1-64
}

# Points a link elsewhere: a reader finds the old target or the new one.
point() {
    rm -f "$1.new" && ln -s "$2" "$1.new" && mv -fT "$1.new" "$1"
}

serve() {
    if before=$(readlink current); then
        try point previous "$before"
    fi
    try point current "releases/$1/site"
    if [ -x after-switch ]; then
        told=$(timeout 60 ./after-switch "$1" 2>&1 </dev/null 9>&- 8>&-) ||
            printf 'hook %s\n' "$(printf '%s' "$told" | tr '\n' ' ')"
    fi
}

# Gives readers what was served before, or nothing. What failed stays, since a reader may be on
# the way into it, until the next release is made of it.
take_back() {
    if [ -n "$1" ]; then serve "$1"; else rm -f current; fi
    now=$1
    rm -f trial
}

# Ends a trial that was left open: the connection dropped before the live site was asked.
end_trial() {
    [ -e trial ] || return 1
    earlier=$(cat trial)
    if [ "$earlier" = "$now" ] || { [ -n "$earlier" ] && [ ! -d "releases/$earlier/site" ]; }; then
        rm -f trial
        return 1
    fi
    take_back "$earlier"
}

leave() {
    exec </dev/null >/dev/null 2>&1
    rm -f waiting
    end_trial
    discard next
    empty_trash
}

# The spare is made of an old release where there is one, else of links to all files.
make_spare() {
    if [ -e spare ] || ! mkdir spare.next; then return; fi
    setsid nice -n 19 sh -c '
        cp -al "releases/$1/site" spare.next/site && ln "releases/$1/list" spare.next/list &&
        cp "releases/$1/digest" spare.next/digest &&
        mv -T spare.next spare
    ' sh "$1" </dev/null >/dev/null 2>&1 9>&- &
}

put_aside() {
    if [ -e spare ] || [ -e spare.next ]; then discard "$1"; else mv -T "$1" spare; fi
}

releases() {
    ls releases | grep -E '^[0-9]{6}-'
}

older_than() {
    releases | sort -r | while read -r each; do
        if [ "$each" \< "$1" ]; then printf '%s\n' "$each"; fi
    done
}

base() {
    try mkdir next
    case $1 in
        spare) rmdir next && try mv -T spare next ;;
        copy)
            try cp -al "releases/$now/site" next/site
            try ln "releases/$now/list" next/list
            ;;
        empty) mkdir next/site && : >next/list ;;
    esac
}

# Brings next/ to the new list, but for what is sent afterwards.
apply() {
    (
        cd next/site &&
            xargs -0 -r rm -f -- <../delete &&
            xargs -0 -r rmdir --ignore-fail-on-non-empty -- <../folders &&
            if [ -s ../link ]; then
                cd "../../releases/$now/site" &&
                    xargs -0 -r cp -lf --parents -t ../../../next/site -- <../../../next/link
            fi
    ) && comm -23 next/list next/gone | sort -m - next/added >next/list.new &&
        mv next/list.new next/list
}

# Ends this shell where it has waited too long for a word.
watch() {
    cd /
    while sleep $((silence_s / 6 + 1)) && kill -0 $$; do
        heard=$(stat -c %Y "$root/waiting") || continue
        if [ $(($(date +%s) - heard)) -gt "$silence_s" ]; then kill $$; fi
    done
}

number_after() {
    last=$(releases | tail -n 1)
    last=${last%%-*}
    while [ "${last#0}" != "$last" ]; do last=${last#0}; done
    printf '%06d' $((${last:-0} + 1))
}

for tool in rsync sha256sum flock timeout setsid comm xargs gzip; do
    command -v "$tool" >/dev/null || no "lacks $tool"
done
case $root in "~/"*) root=$HOME/${root#"~/"} ;; esac
if [ -z "$makes" ] && [ ! -e "$root/.newsroom-host" ]; then no "missing $root"; fi
if [ ! -e "$root" ]; then
    told=$(mkdir -- "$root" 2>&1) || no "folder $root (${told##*: })"
fi
[ -d "$root" ] || no "file $root"
cd -- "$root" 2>/dev/null || no "forbidden $root"
root=$(pwd -P)
if [ ! -f .newsroom-host ]; then
    [ -z "$(ls -A | grep -v '^lost+found$')" ] || no "foreign $root"
fi
[ -w . ] || no "forbidden $root"
[ -f .newsroom-host ] || try keep_mark
for each in .newsroom-host lock spare.lock holder releases; do
    [ ! -e "$each" ] || [ -w "$each" ] || no "forbidden $root/$each"
done
exec 9>>lock
if ! flock -n 9; then
    printf 'waiting %s\n' "$(cat holder)"
    flock -w "$wait_s" 9 || no "busy $(cat holder)"
fi
locked=yes
write holder "$(date '+%d/%m/%Y %H:%M:%S'), ${SSH_CONNECTION:-$(id -un)}, PID $$"
try mkdir -p releases
if [ -e current ] && [ ! -h current ]; then no "foreign $root/current"; fi
exec 8>>spare.lock
if [ -e next ]; then
    printf 'cleaned\n'
    clear_away next
fi
empty_trash
now=$(served) || now=
untried=$now
if end_trial; then printf 'untried %s\n' "$untried"; fi
printf 'root %s\n' "$root"
if [ -n "$now" ]; then printf 'served %s %s\n' "$(cat "releases/$now/digest")" "$now"; fi
printf 'ok\n'
# By exec: of what is only lent to a function the shell keeps copies, the lock among them.
(exec </dev/null >/dev/null 2>&1 9>&- 8>&- && watch) &
trap 'leave; exit 1' TERM

while : >waiting && IFS=' ' read -r verb one two; do
    rm -f waiting
    case $verb in
        # beat: the other side is alive.
        beat) printf 'ok\n' ;;
        # read PATH: a file below the root, compressed.
        read)
            if [ -f "$one" ]; then gzip -1 -c -- "$one" >answer; else : >answer; fi
            printf 'data %s\n' "$(wc -c <answer)"
            cat answer
            rm -f answer
            printf 'ok\n'
            ;;
        # spare: which release the next one can be made of. Those that were gone back from are
        # no longer any.
        spare)
            flock -n 8 || { printf 'preparing\n' && flock 8; }
            discard spare.next
            for each in $(releases); do
                if [ -z "$now" ] || [ "$each" \> "$now" ]; then put_aside "releases/$each"; fi
            done
            if [ -d spare/site ] && [ "$(digest_of spare/list)" = "$(cat spare/digest)" ]; then
                other=/dev/null
                if [ -n "$now" ]; then other=releases/$now/list; fi
                comm -3 spare/list "$other" | gzip -1 >answer
                printf 'data %s\n' "$(wc -c <answer)"
                cat answer
                rm -f answer
                printf 'ok yes\n'
                continue
            fi
            clear_away spare
            printf 'ok\n'
            ;;
        # base spare|copy|empty: begin next/.
        base)
            clear_away next
            base "$one"
            printf 'ok\n'
            ;;
        # room: throw away next/, now and not in the background.
        room)
            make_room
            printf 'ok\n'
            ;;
        # take NAME BYTES: what follows is a file beside the site.
        take)
            told=$({ head -c "$two" >"next/$one"; } 2>&1) || no "disk $told"
            printf 'ok\n'
            ;;
        apply)
            told=$(apply 2>&1 >/dev/null) || no "disk $told"
            digest_of next/list >next/digest.new && mv next/digest.new next/digest
            printf 'ok %s\n' "$(cat next/digest)"
            ;;
        # check LIST: compare files with a list of digests.
        check)
            (cd next/site && sha256sum --check --quiet --strict <"../$one") >next/told 2>&1 ||
                printf 'differs %s\n' "$(head -n 1 next/told)"
            printf 'ok\n'
            ;;
        count)
            printf 'ok %s\n' "$(find next/site ! -type d | wc -l)"
            ;;
        switch)
            (cd next && rm -f gone added delete folders link sent told)
            name=$(number_after)-$(date -u +%Y-%m-%dT%H-%M-%SZ)
            # A release that is served outlives a power cut.
            try sync -f next
            try mv -T next "releases/$name"
            write trial "$now"
            serve "$name"
            earlier=$now now=$name
            printf 'ok %s\n' "$name"
            ;;
        undo)
            take_back "$earlier"
            printf 'ok %s\n' "$now"
            ;;
        # settle KEEP
        settle)
            rm -f trial
            older_than "$now" | tail -n "+$one" | while read -r each; do
                put_aside "releases/$each"
            done
            make_spare "$now"
            printf 'ok\n'
            ;;
        back)
            name=$(older_than "$now" | head -n 1)
            [ -n "$name" ] || no "alone $now"
            serve "$name"
            now=$name
            printf 'served %s %s\nok\n' "$(cat "releases/$now/digest")" "$now"
            ;;
        *) no "verb $verb" ;;
    esac
done
leave
