#!/bin/sh
# Makes spoken-digits.zip: the digits zero to nine, each spoken by several voices of eSpeak NG at
# several speeds and pitches, as 8 kHz mono FLAC named {digit}_{voice}_{index}.flac as in the Free
# Spoken Digit Dataset. Voices whose names start with "test" are for tests.
#
# Needs espeak-ng, sox, flac and zip. Usage: make-spoken-digits.sh FOLDER
set -eu

out=${1:?usage: make-spoken-digits.sh FOLDER}
voices="en-us en-gb en-gb-scotland en-us+f2 en-gb+f4 en-us+m3 en-gb-x-rp+f3 en-029+m7
  en-gb-x-gbcwmd+m2 en-us+f5 en-gb+m6 en-gb-scotland+f1 en-029+f3 en-gb-x-rp+m1"
tests="en-us+f4 en-gb+m4 en-gb-x-gbclan+m5 en-gb-scotland+f2"
words="zero one two three four five six seven eight nine"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/recordings"

speak() { # voice, name
  voice=$1
  speaker=$(echo "$2" | tr -d '+-')
  digit=0
  for word in $words; do
    index=0
    # Words a minute and pitch (0 to 99) of each recording.
    for setting in 135:42 160:50 190:57; do
      espeak-ng -v "$voice" -s "${setting%:*}" -p "${setting#*:}" -w "$work/a.wav" "$word"
      sox "$work/a.wav" -r 8000 -b 16 -c 1 "$work/b.wav" \
        silence 1 0.01 0.5% reverse silence 1 0.01 0.5% reverse norm -3
      flac --silent --force --best --no-padding \
        --output-name="$work/recordings/${digit}_${speaker}_${index}.flac" "$work/b.wav"
      index=$((index + 1))
    done
    digit=$((digit + 1))
  done
}

for voice in $voices; do
  speak "$voice" "$voice"
done
for voice in $tests; do
  speak "$voice" "test-$voice"
done

mkdir -p "$out"
rm -f "$out/spoken-digits.zip"
find "$work/recordings" -type f -exec touch -d 2000-01-01T00:00:00Z {} +
(cd "$work/recordings" && ls | LC_ALL=C sort | zip -X -q -0 "$work/spoken-digits.zip" -@)
mv "$work/spoken-digits.zip" "$out/"
