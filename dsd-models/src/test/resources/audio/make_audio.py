"""Short recordings in the kinds of files that are met, what other decoders read in them, and
features of one of them.

Made with espeak-ng 1.51, SoX 14.4.2, flac 1.4.2, Python 3.11 and PyTorch 1.13:  python3 make_audio.py
The means of all channels lie in decoded.safetensors, features [T, F] in features.safetensors.
"""

import audioop
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
    ("side.flac", 16, 2, ["-b", "256", "-8"]),
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
    if bits == 8:
        return (samples // 256).astype(numpy.int8).tobytes()
    noise = numpy.random.default_rng(2).integers(0, 1 << max(0, bits - 16), samples.shape) if bits > 16 else 0
    wide = samples * 2 ** (bits - 16) + noise
    return b"".join(int(v).to_bytes(bits // 8, "little", signed=True) for v in wide.reshape(-1))


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
