"""Short recordings in the kinds of files that are met, what other decoders read in them, and
features of one of them.

Made with espeak-ng 1.51, SoX 14.4.2, flac 1.4.2, Python 3.11 and PyTorch 1.13:  python3 make_audio.py
The means of all channels lie in decoded.safetensors, features [T, F] in features.safetensors.
"""

import audioop
import hashlib
import json
import math
import os
import struct
import subprocess

import numpy
import torch

HERE = os.path.dirname(os.path.abspath(__file__))


def path(name):
    return os.path.join(HERE, name)


def run(*command, data=None):
    return subprocess.run(command, input=data, stdout=subprocess.PIPE, check=True).stdout


def save(name, tensors):
    header, data = {}, b""
    for key, values in tensors.items():
        values = numpy.ascontiguousarray(numpy.asarray(values, dtype=numpy.float32))
        at = len(data)
        data += values.tobytes()
        header[key] = {"dtype": "F32", "shape": list(values.shape), "data_offsets": [at, len(data)]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path(name), "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def utterance():
    """Mono, 8 kHz, 16 bits."""
    spoken = run("espeak-ng", "-v", "en", "-s", "170", "--stdout", "seven")
    return run("sox", "-R", "-t", "wav", "-", "-t", "raw", "-r", "8000", "-b", "16", "-e", "signed",
               "-c", "1", "-", "remix", "-", data=spoken)


# ---- files and what is in them

RAW = ["-t", "raw", "-r", "8000", "-b", "16", "-e", "signed", "-L"]

# Name, channels, how SoX is to write it.
WAVS = [
    ("pcm8.wav", 1, ["-b", "8", "-e", "unsigned"]),
    ("pcm16.wav", 1, ["-b", "16"]),
    ("pcm24.wav", 1, ["-b", "24"]),
    ("pcm32.wav", 1, ["-b", "32", "-e", "signed"]),
    ("float32.wav", 1, ["-b", "32", "-e", "floating-point"]),
    ("float64.wav", 1, ["-b", "64", "-e", "floating-point"]),
    ("mulaw.wav", 1, ["-e", "mu-law"]),
    ("alaw.wav", 1, ["-e", "a-law"]),
    ("stereo24.wav", 2, ["-b", "24"]),
    ("three.wav", 3, ["-b", "16"]),
]

# Name, bits, channels, how flac is to write it.
FLACS = [
    ("fixed.flac", 16, 1, ["-b", "192", "-0"]),
    ("linear.flac", 16, 1, ["-b", "256", "-8"]),
    ("left.flac", 16, 2, ["-b", "192", "-8"]),
    ("right.flac", 16, 2, ["-b", "192", "-8"]),
    ("mid.flac", 16, 2, ["-b", "192", "-8"]),
    ("bits8.flac", 8, 1, ["-b", "256", "-5"]),
    ("bits24.flac", 24, 2, ["-b", "256", "-8"]),
    ("bits32.flac", 32, 2, ["-b", "256", "-8"]),
    ("six.flac", 16, 6, ["-b", "192", "-5"]),
    ("sparse.flac", 16, 1, ["-b", "192", "-5"]),
    ("verbatim.flac", 16, 1, ["-b", "192", "-5"]),
]


def pcm(data, width, channels):
    samples = [int.from_bytes(data[i:i + width], "little", signed=True) for i in range(0, len(data), width)]
    return numpy.array(samples, dtype=numpy.float64).reshape(-1, channels).mean(1) / 2.0 ** (8 * width - 1)


def chunks(name):
    with open(path(name), "rb") as file:
        data = file.read()
    at, found = 12, {}
    while at + 8 <= len(data):
        size = struct.unpack("<I", data[at + 4:at + 8])[0]
        found[data[at:at + 4]] = data[at + 8:at + 8 + size]
        at += 8 + size + size % 2
    return found


def read_wav(name, channels):
    data = chunks(name)[b"data"]
    if name == "pcm8.wav":
        return (numpy.frombuffer(data, numpy.uint8).astype(numpy.float64) - 128) / 128
    if name == "float32.wav":
        return numpy.frombuffer(data, "<f4")
    if name == "float64.wav":
        return numpy.frombuffer(data, "<f8")
    if name == "mulaw.wav":
        return pcm(audioop.ulaw2lin(data, 2), 2, 1)
    if name == "alaw.wav":
        return pcm(audioop.alaw2lin(data, 2), 2, 1)
    width = {"pcm16.wav": 2, "three.wav": 2, "pcm24.wav": 3, "stereo24.wav": 3, "pcm32.wav": 4}[name]
    return pcm(data, width, channels)


def interleaved(mono, channels):
    """Channels that are alike but not the same."""
    return numpy.stack([numpy.roll(mono, 3 * c) // (c + 1) for c in range(channels)], 1).astype("<i2")


def flac_source(name, mono, bits, channels):
    if name == "sparse.flac":
        # Silence, then samples whose lowest bits are not used.
        mono = numpy.concatenate([numpy.zeros(200, numpy.int64), mono[:100] // 32 * 32])
    if name == "verbatim.flac":
        mono = numpy.random.default_rng(1).integers(-32768, 32768, 300)
    samples = interleaved(mono, channels).astype(numpy.int64)
    if channels == 2:
        # Where one channel has noise that the other has not, flac stores it as their difference; where
        # both have some, it stores their mean and difference.
        noise = numpy.random.default_rng(3).integers(-60, 61, (2, len(mono)))
        left, right = {"left.flac": (0, 1), "right.flac": (1, 0)}.get(name, (1, 1))
        samples = numpy.stack([mono + left * noise[0], mono + right * noise[1]], 1)
    if bits == 8:
        return (samples // 256).astype(numpy.int8).tobytes()
    noise = numpy.random.default_rng(2).integers(0, 1 << max(0, bits - 16), samples.shape) if bits > 16 else 0
    wide = samples * 2 ** (bits - 16) + noise
    return b"".join(int(v).to_bytes(bits // 8, "little", signed=True) for v in wide.reshape(-1))


class Frame:
    """A frame of FLAC, bit by bit: what encoders seldom write, flac decodes all the same."""

    BITS, SIZE = 16, 64

    def __init__(self, number, samples):
        self.samples = [int(v) for v in samples]
        self.text = ""
        for value, count in [(0xFFF8, 16), (0x6000, 16), (number, 8), (self.SIZE - 1, 8)]:
            self.write(value, count)
        self.write(self.crc(0x07, 8), 8)

    def write(self, value, count):
        if count:
            self.text += format(value & (1 << count) - 1, f"0{count}b")

    def crc(self, polynomial, width):
        rest = 0
        for bit in self.text:
            top = (rest >> (width - 1)) ^ int(bit)
            rest = (rest << 1 & (1 << width) - 1) ^ (polynomial if top else 0)
        return rest

    def predicted(self, code, coefficients, shift, parts):
        """A prediction from the samples before; parts are Rice parameters, or bits below zero."""
        order = len(coefficients)
        self.write(code << 1, 8)
        for sample in self.samples[:order]:
            self.write(sample, self.BITS)
        if code >= 32:
            self.write(14, 4)
            self.write(shift, 5)
            for coefficient in coefficients:
                self.write(coefficient, 15)
        rest = [
            self.samples[i] - (sum(c * self.samples[i - 1 - k] for k, c in enumerate(coefficients)) >> shift)
            for i in range(order, self.SIZE)]
        self.write(0, 2)
        self.write(len(parts).bit_length() - 1, 4)
        size = self.SIZE // len(parts)
        for i, parameter in enumerate(parts):
            self.part(rest[max(0, i * size - order):(i + 1) * size - order], parameter)
        self.text += "0" * (-len(self.text) % 8)
        self.write(self.crc(0x8005, 16), 16)
        return int(self.text, 2).to_bytes(len(self.text) // 8, "big")

    def part(self, rest, parameter):
        if parameter <= 0:
            self.write(15, 4)
            self.write(-parameter, 5)
            for value in rest:
                self.write(value, -parameter)
            return
        self.write(parameter, 4)
        for value in rest:
            folded = 2 * value if value >= 0 else -2 * value - 1
            self.text += "0" * (folded >> parameter) + "1"
            self.write(folded, parameter)


def make_rare():
    random = numpy.random.default_rng(4)
    blocks = [numpy.cumsum(random.integers(-300, 301, Frame.SIZE)) for _ in range(8)]
    blocks[7][:32] = 90 * numpy.arange(32)
    fixed = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]]
    frames = [Frame(i, blocks[i]).predicted(8 + i, fixed[i], 0, [9]) for i in range(5)]
    frames.append(Frame(5, blocks[5]).predicted(33, [12000, -5000], 12, [9, 10, 11, 9]))
    many = [int(c) for c in random.integers(-1500, 1501, 32)]
    frames.append(Frame(6, blocks[6]).predicted(63, many, 13, [10, 10]))
    # Half without anything left, then by turns as it is and as Rice codes.
    frames.append(Frame(7, blocks[7]).predicted(10, fixed[2], 0, [0, 0, 0, 0, -18, 9, -18, 9]))
    samples = numpy.concatenate(blocks).astype("<i2")
    info = struct.pack(">HHIH", Frame.SIZE, Frame.SIZE, 0, 0)
    info += (11127 << 44 | (Frame.BITS - 1) << 36 | len(samples)).to_bytes(8, "big")
    info += hashlib.md5(samples.tobytes()).digest()
    with open(path("rare.flac"), "wb") as file:
        file.write(b"fLaC" + struct.pack(">I", 0x80000000 | len(info)) + info + b"".join(frames))


def make_files(mono):
    decoded = {}
    for name, channels, options in WAVS:
        run("sox", "-R", *RAW, "-c", str(channels), "-", *options, path(name),
            data=interleaved(mono, channels).tobytes())
        decoded[name] = read_wav(name, channels)
    for name, bits, channels, options in FLACS:
        run("flac", "-f", "-s", "--no-padding", "--no-seektable", "--force-raw-format", "--endian=little", "--sign=signed",
            f"--channels={channels}", f"--bps={bits}", "--sample-rate=11127", *options, "-o", path(name), "-",
            data=flac_source(name, mono, bits, channels))
        raw = run("flac", "-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed", path(name))
        decoded[name] = pcm(raw, bits // 8, channels)
    make_rare()
    raw = run("flac", "-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed", path("rare.flac"))
    decoded["rare.flac"] = pcm(raw, 2, 1)
    # SoX guesses the number of samples when it writes into a pipe, and leaves out the checksum.
    piped = run("sox", "-R", *RAW, "-c", "1", "-", "-t", "flac", "-", data=mono.astype("<i2").tobytes())
    with open(path("piped.flac"), "wb") as file:
        file.write(piped)
    decoded["piped.flac"] = mono / 32768
    save("decoded.safetensors", decoded)


# ---- features, in double precision


def stft_power(samples, window, hop, size):
    """torch.stft pads a window on both sides; here zeros follow it, which no power depends on."""
    frames = samples.unfold(0, len(window), hop) * window
    return torch.fft.rfft(frames, n=size).abs() ** 2


def htk(hertz):
    return 2595 * math.log10(1 + hertz / 700)


def slaney(hertz):
    return 3 * hertz / 200 if hertz < 1000 else 15 + 27 * math.log(hertz / 1000) / math.log(6.4)


def inverse(scale, mel):
    low, high = 0.0, 1e5
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if scale(middle) < mel else (low, middle)
    return low


def filters(scale, bands, low, high, rate, size, area):
    mels = numpy.linspace(scale(low), scale(high), bands + 2)
    corners = [inverse(scale, mel) for mel in mels]
    bins = numpy.arange(size // 2 + 1) * rate / size
    rows = []
    for left, middle, right in zip(corners, corners[1:], corners[2:]):
        row = numpy.interp(bins, [left, middle, right], [0, 1, 0], left=0, right=0)
        rows.append(row * (2 / (right - left) if area else 1))
    return torch.tensor(numpy.array(rows))


def deltas(x):
    padded = torch.cat([x[:1], x[:1], x, x[-1:], x[-1:]])
    n = len(x)
    return (2 * (padded[4:4 + n] - padded[0:n]) + padded[3:3 + n] - padded[1:1 + n]) / 10


def make_features():
    samples = torch.tensor(pcm(chunks("speech.wav")[b"data"], 2, 1))
    hann = torch.hann_window(200, dtype=torch.float64)
    hamming = torch.hamming_window(200, dtype=torch.float64)
    power = stft_power(samples, hann, 80, 256)
    # The same by torch.stft itself, where window and transform have one size.
    plain = torch.stft(samples, 200, 240, 200, hamming, center=False, return_complex=True).abs().T ** 2
    assert torch.allclose(plain, stft_power(samples, hamming, 240, 200))

    def log(x):
        return torch.log(torch.clamp(x, min=1e-10))

    mel = log(power @ filters(htk, 20, 0, 4000, 8000, 256, False).T)
    bands = torch.arange(20, dtype=torch.float64)
    cosines = torch.stack([torch.cos(math.pi * k * (bands + 0.5) / 20) for k in range(13)])
    cosines = cosines * torch.tensor([math.sqrt((1 if k == 0 else 2) / 20) for k in range(13)]).unsqueeze(1)
    mfcc = mel @ cosines.T
    save("features.safetensors", {
        "spectrogram": log(power[::3]),
        "spectrogram_hamming_200": log(plain),
        "mel_htk": mel,
        "mel_slaney": log(power @ filters(slaney, 16, 100, 3800, 8000, 256, True).T),
        "mfcc": torch.cat([mfcc, deltas(mfcc), deltas(deltas(mfcc))], 1),
        "mel_normalized": (mel - mel.mean(0)) / mel.std(0, unbiased=False),
    })


def main():
    spoken = numpy.frombuffer(utterance(), "<i2").astype(numpy.int64)
    loudest = int(numpy.abs(spoken).argmax())
    make_files(spoken[loudest - 100:loudest + 200])
    run("sox", "-R", *RAW, "-c", "1", "-", path("speech.wav"),
        data=spoken[loudest - 800:loudest + 2400].astype("<i2").tobytes())
    make_features()


main()
