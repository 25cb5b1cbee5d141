"""Small pictures of all that the formats allow, and what Pillow shows: Image.open(file).convert("RGB").

Made with Pillow 9.4:  python3 make_formats.py
The files lie in formats/, the values in formats.safetensors, [H, W, 3], numbers of bytes as floats.
"""

import io
import itertools
import os
import shutil
import struct
import zlib

import numpy
from PIL import Image

from make_pictures import HERE, encoded, save, segment

HEIGHT, WIDTH = 11, 13
FOLDER = os.path.join(HERE, "formats")


def smooth(channels, height=HEIGHT, width=WIDTH):
    y, x = numpy.mgrid[0:height, 0:width]
    planes = [128 + 120 * numpy.sin((0.3 + 0.1 * c) * x + (0.5 - 0.1 * c) * y + c) for c in range(channels)]
    return numpy.stack(planes, 2).astype(numpy.uint8)


rgb = Image.fromarray(smooth(3))
grey = Image.fromarray(smooth(1)[:, :, 0])
numbers = smooth(1)[:, :, 0]
files = {}


# PNG: every colour type and depth, plain and interlaced, with every chunk that might change colours.

PASSES = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def packed(samples, depth):
    """Rows of bytes out of samples [H, W, C]."""
    rows = samples.reshape(samples.shape[0], -1).astype(numpy.uint32)
    bits = (rows[:, :, None] >> numpy.arange(depth - 1, -1, -1)) & 1
    return numpy.packbits(bits.reshape(rows.shape[0], -1).astype(numpy.uint8), axis=1)


def png(samples, depth, colour_type, interlaced=False, chunks=()):
    parts = [samples]
    if interlaced:
        parts = [samples[y::down, x::across] for y, x, down, across in PASSES]
    data = b"".join(b"\0" + row.tobytes() for part in parts if part.size for row in packed(part, depth))
    header = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], depth, colour_type, 0, 0, interlaced)
    stream = zlib.compress(data)
    body = [chunk(b"IHDR", header), *chunks, chunk(b"IDAT", stream[:40]), chunk(b"IDAT", stream[40:]), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(body)


def samples(channels, depth):
    wide = smooth(channels).astype(numpy.uint32)
    return (wide << 8) + 99 if depth == 16 else wide >> (8 - depth)


PALETTE = bytes(numpy.random.RandomState(1).randint(0, 256, 768, dtype=numpy.uint8))
KINDS = {0: ("grey", 1, [1, 2, 4, 8]), 2: ("rgb", 3, [8, 16]), 3: ("palette", 1, [1, 2, 4, 8]),
         4: ("greyalpha", 2, [8, 16]), 6: ("rgba", 4, [8, 16])}
for kind, (name, channels, depths) in KINDS.items():
    for depth, interlaced in itertools.product(depths, [False, True]):
        palette = [chunk(b"PLTE", PALETTE[: 3 << depth])] if kind == 3 else []
        title = "%s%d%s.png" % (name, depth, "_interlaced" if interlaced else "")
        files[title] = png(samples(channels, depth), depth, kind, interlaced, palette)

gamma = chunk(b"gAMA", struct.pack(">I", 30000))
chroma = chunk(b"cHRM", struct.pack(">8I", 31270, 32900, 20000, 33000, 10000, 60000, 15000, 6000))
standard = chunk(b"sRGB", b"\0")
profile = chunk(b"iCCP", b"wrong\0\0" + zlib.compress(b"no profile"))
orientation = chunk(b"eXIf", b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0")
background = chunk(b"bKGD", struct.pack(">HHH", 1, 2, 3))
suggested = chunk(b"PLTE", PALETTE[:30])
few = chunk(b"PLTE", PALETTE[:600])
for kind, depth in [(0, 8), (2, 8), (2, 16)]:
    name, channels, _ = KINDS[kind]
    value = samples(channels, depth)[2, 3]
    key = chunk(b"tRNS", b"".join(struct.pack(">H", v) for v in value))
    files["%s%d_trns.png" % (name, depth)] = png(samples(channels, depth), depth, kind, False, [key])
files["palette8_trns.png"] = png(samples(1, 8), 8, 3, False, [chunk(b"PLTE", PALETTE), chunk(b"tRNS", bytes(range(200)))])
files["palette8_trns_long.png"] = png(samples(1, 8) % 16, 8, 3, False, [chunk(b"PLTE", PALETTE[:48]), chunk(b"tRNS", bytes(20))])
files["palette8_few.png"] = png(samples(1, 8) % 200, 8, 3, False, [few])
files["palette4_few.png"] = png(samples(1, 4) % 5, 4, 3, True, [chunk(b"PLTE", PALETTE[:15])])
files["grey8_gamma.png"] = png(samples(1, 8), 8, 0, False, [gamma])
files["rgb8_gamma.png"] = png(samples(3, 8), 8, 2, False, [gamma, chroma])
files["rgb8_srgb.png"] = png(samples(3, 8), 8, 2, True, [standard, background])
files["rgb8_profile.png"] = png(samples(3, 8), 8, 2, False, [profile])
files["rgb8_orientation.png"] = png(samples(3, 8), 8, 2, False, [orientation])
files["rgb8_suggested.png"] = png(samples(3, 8), 8, 2, False, [suggested])
files["rgba8_trns.png"] = png(samples(4, 8), 8, 6, False, [chunk(b"tRNS", bytes(6))])
files["greyalpha8_trns.png"] = png(samples(2, 8), 8, 4, False, [chunk(b"tRNS", bytes(2))])
files["rgb8_text.png"] = png(samples(3, 8), 8, 2, False, [chunk(b"tEXt", b"no end"), chunk(b"zTXt", b"a\0\0damaged"), chunk(b"pHYs", bytes(9))])
files["palette8_moving.png"] = encoded(rgb.quantize(30), "PNG", save_all=True, append_images=[rgb.rotate(180).quantize(30)])


# GIF: frames at an offset, interlaced ones, transparency, palettes of the frame's own, several frames.

def blocks(data):
    cut = [data[i : i + 255] for i in range(0, len(data), 255)]
    return b"".join(bytes([len(part)]) + part for part in cut) + b"\0"


def lzw(values, bits):
    """Without compression: a clear code before the codes would become longer."""
    codes, clear = [], 1 << bits
    for i, value in enumerate(values):
        if i % (clear - 2) == 0:
            codes.append(clear)
        codes.append(int(value))
    codes.append(clear + 1)
    number = sum(code << (i * (bits + 1)) for i, code in enumerate(codes))
    return bytes([bits]) + blocks(number.to_bytes((len(codes) * (bits + 1) + 7) // 8, "little"))


def frame(values, bits, left=0, top=0, palette=None, interlaced=False, control=None):
    rows = values
    if interlaced:
        rows = numpy.concatenate([values[0::8], values[4::8], values[2::4], values[1::2]])
    flags = (0x80 | (len(palette).bit_length() - 1 - 2) if palette else 0) | (0x40 if interlaced else 0)
    head = b""
    if control is not None:
        disposal, transparent = control
        has = transparent is not None
        head = b"!\xf9\x04" + struct.pack("<BHB", disposal << 2 | has, 10, transparent or 0) + b"\0"
    descriptor = struct.pack("<HHHHB", left, top, values.shape[1], values.shape[0], flags)
    return head + b"," + descriptor + (palette or b"") + lzw(rows.ravel(), bits)


def gif(screen, frames, palette=None, background=0, version=b"89a", before=b""):
    flags = 0x70 | (0x80 | len(palette).bit_length() - 1 - 2 if palette else 0)
    head = struct.pack("<HHBBB", screen[0], screen[1], flags, background, 0)
    return b"GIF" + version + head + (palette or b"") + before + b"".join(frames) + b";"


small = numbers[:6, :7] >> 4
whole = numbers >> 4
sixteen, other = PALETTE[:48], PALETTE[48:96]
comment = b"!\xfe" + blocks(b"some words") + b"!\xff\x0bNETSCAPE2.0\x03\1\0\0\0"
files.update({
    "whole.gif": gif((WIDTH, HEIGHT), [frame(whole, 4)], sixteen, version=b"87a"),
    "interlaced.gif": gif((WIDTH, HEIGHT), [frame(whole, 4, interlaced=True)], sixteen),
    "offset.gif": gif((20, 17), [frame(small, 4, 5, 3)], sixteen),
    "offset_background.gif": gif((20, 17), [frame(small, 4, 5, 3)], sixteen, background=7),
    "offset_transparent.gif": gif((20, 17), [frame(small, 4, 5, 3, control=(1, 9))], sixteen, background=7),
    "offset_interlaced.gif": gif((20, 17), [frame(small, 4, 13, 11, interlaced=True)], sixteen, before=comment),
    "offset_local.gif": gif((20, 17), [frame(small, 4, 5, 3, other)], sixteen, background=3),
    "offset_local_alone.gif": gif((20, 17), [frame(small, 4, 5, 3, other, control=(2, 4))]),
    "offset_control.gif": gif((20, 17), [frame(small, 4, 5, 3, control=(2, None))], sixteen, background=6),
    "local.gif": gif((WIDTH, HEIGHT), [frame(whole, 4, 0, 0, other)], sixteen),
    "transparent.gif": gif((WIDTH, HEIGHT), [frame(whole, 4, control=(0, 8))], sixteen, background=8),
    "beyond.gif": gif((9, 8), [frame(small, 4, 5, 3)], sixteen),
    "no_screen.gif": gif((0, 0), [frame(small, 4)], sixteen),
    "no_palette.gif": gif((20, 17), [frame(small, 4, 5, 3)]),
    "few_colours.gif": gif((20, 17), [frame(small % 4, 2, 5, 3)], PALETTE[:12]),
    "two_colours.gif": gif((WIDTH, HEIGHT), [frame(whole % 2, 2)], PALETTE[:6]),
    "many_colours.gif": gif((WIDTH, HEIGHT), [frame(numbers, 8)], PALETTE),
    "moving.gif": gif((20, 17), [frame(small, 4, 5, 3, control=(2, 3)), frame(whole, 4)], sixteen, before=comment),
    "moving_back.gif": gif((20, 17), [frame(small, 4, 2, 1, control=(3, None)), frame(small, 4)], sixteen),
    "pillow.gif": encoded(rgb, "GIF"),
    "pillow_moving.gif": encoded(rgb, "GIF", save_all=True, append_images=[rgb.rotate(180)], disposal=2),
})


# BMP: every depth, order of rows, header, mask and run length.

def bmp(rows, bits, palette=b"", compression=0, height=HEIGHT, width=WIDTH, masks=b"", header=40, colours=0):
    if header == 12:
        info = struct.pack("<IHHHH", 12, width, height, 1, bits)
    else:
        info = struct.pack("<IiiHHIIiiII", header, width, height, 1, bits, compression, len(rows), 2835, 2835, colours, 0)
        info += masks.ljust(header - 40, b"\0") if header > 40 else masks
    start = 14 + len(info) + len(palette)
    return b"BM" + struct.pack("<IHHI", start + len(rows), 0, 0, start) + info + palette + rows


def stored(values, bits, top_down=False):
    rows = packed(values, bits)
    rows = numpy.pad(rows, ((0, 0), (0, -rows.shape[1] % 4)))
    return (rows if top_down else rows[::-1]).tobytes()


def words(values, kind, top_down=False):
    rows = [row.astype(kind).tobytes() for row in values]
    rows = [row + bytes(-len(row) % 4) for row in rows]
    return b"".join(rows if top_down else rows[::-1])


def runs8(values):
    out = b""
    for y, row in enumerate(values[::-1]):
        if y % 2:
            out += b"".join(bytes([1, v]) for v in row)
        else:
            out += bytes([0, len(row)]) + bytes(row) + bytes(len(row) % 2)
        out += b"\0\0"
    return out + b"\0\1"


def runs4(values):
    return b"".join(b"".join(bytes([1, v << 4]) for v in row) + b"\0\0" for row in values[::-1]) + b"\0\1"


colours = numpy.asarray(rgb)
bgr = colours[:, :, ::-1]
bgra = numpy.dstack([bgr, numbers])
quads = numpy.frombuffer(PALETTE, numpy.uint8).reshape(256, 3)
quads = numpy.hstack([quads, numpy.zeros((256, 1), numpy.uint8)])
c = colours.astype(numpy.uint32)
x555 = (c[:, :, 0] >> 3) << 10 | (c[:, :, 1] >> 3) << 5 | c[:, :, 2] >> 3
x565 = (c[:, :, 0] >> 3) << 11 | (c[:, :, 1] >> 2) << 5 | c[:, :, 2] >> 3
for bits in [1, 4, 8]:
    values = (numbers >> (8 - bits))[:, :, None]
    table = quads[: 1 << bits].tobytes()
    files["%d.bmp" % bits] = bmp(stored(values, bits), bits, table)
    files["%d_top_down.bmp" % bits] = bmp(stored(values, bits, True), bits, table, height=-HEIGHT)
    files["%d_os2.bmp" % bits] = bmp(stored(values, bits), bits, quads[: 1 << bits, :3].tobytes(), header=12)
files["8_few.bmp"] = bmp(stored((numbers % 100)[:, :, None], 8), 8, quads[:100].tobytes(), colours=100)
files["8_grey.bmp"] = encoded(grey, "BMP")
files["24.bmp"] = bmp(words(bgr, "u1"), 24)
files["24_top_down.bmp"] = bmp(words(bgr, "u1", True), 24, height=-HEIGHT)
files["24_os2.bmp"] = bmp(words(bgr, "u1"), 24, header=12)
files["24_v4.bmp"] = bmp(words(bgr, "u1"), 24, header=108)
files["24_v5.bmp"] = bmp(words(bgr, "u1"), 24, header=124)
files["32.bmp"] = bmp(words(bgra, "u1"), 32)
files["32_top_down.bmp"] = bmp(words(bgra, "u1", True), 32, height=-HEIGHT)
MASKS = {"bgrx": (0xFF0000, 0xFF00, 0xFF, 0), "bgra": (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
         "abgr": (0xFF000000, 0xFF0000, 0xFF00, 0xFF), "rgba": (0xFF, 0xFF00, 0xFF0000, 0xFF000000)}
for name, masks in MASKS.items():
    for header in [40, 108, 124]:
        if header == 40 and masks[3]:
            continue
        data = struct.pack("<IIII", *masks)
        files["32_%s_%d.bmp" % (name, header)] = bmp(
            words(bgra, "u1"), 32, compression=3, masks=data[:12] if header == 40 else data, header=header)
files["16.bmp"] = bmp(words(x555, "<u2"), 16)
files["16_555.bmp"] = bmp(words(x555, "<u2"), 16, compression=3, masks=struct.pack("<III", 0x7C00, 0x3E0, 0x1F))
files["16_565.bmp"] = bmp(words(x565, "<u2"), 16, compression=3, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
files["16_565_top_down.bmp"] = bmp(words(x565, "<u2", True), 16, compression=3, height=-HEIGHT, masks=struct.pack("<III", 0xF800, 0x7E0, 0x1F))
files["8_runs.bmp"] = bmp(runs8(numbers), 8, quads.tobytes(), compression=1)
files["4_runs.bmp"] = bmp(runs4(numbers >> 4), 4, quads[:16].tobytes(), compression=2)


# JPEG: orientations, subsampling, restarts, colours by number, name and marker.

for turned in range(1, 9):
    exif = Image.Exif()
    exif[0x0112] = turned
    files["turned%d.jpg" % turned] = encoded(rgb, "JPEG", quality=92, exif=exif)
for name, sampling in {"444": 0, "422": 1, "420": 2}.items():
    files["plain_%s.jpg" % name] = encoded(rgb, "JPEG", quality=92, subsampling=sampling)
    files["progressive_%s.jpg" % name] = encoded(rgb, "JPEG", quality=92, subsampling=sampling, progressive=True)
files["grey_progressive.jpg"] = encoded(grey, "JPEG", quality=92, progressive=True)
files["poor.jpg"] = encoded(rgb, "JPEG", quality=10)
files["optimized.jpg"] = encoded(rgb, "JPEG", quality=92, optimize=True)
four = Image.fromarray(smooth(4), "CMYK")
files["inks_progressive.jpg"] = encoded(four, "JPEG", quality=95, progressive=True)
start, end = segment(files["plain_444.jpg"], 0xE0)
ADOBE = b"\xff\xee\0\x0eAdobe\0\x64\0\0\0\0"
body = files["plain_444.jpg"][end:]
files["adobe_rgb.jpg"] = b"\xff\xd8" + ADOBE + b"\0" + body
files["adobe_ycc.jpg"] = b"\xff\xd8" + ADOBE + b"\1" + body
files["jfif_and_adobe.jpg"] = files["plain_444.jpg"][:end] + ADOBE + b"\0" + body


if __name__ == "__main__":
    shutil.rmtree(FOLDER, ignore_errors=True)
    os.mkdir(FOLDER)
    decoded = {}
    for name, data in files.items():
        decoded[name] = numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        with open(os.path.join(FOLDER, name), "wb") as file:
            file.write(data)
    save(os.path.join(HERE, "formats.safetensors"), decoded)
