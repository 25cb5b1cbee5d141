"""Small pictures in the kinds of files that are met, and what Pillow decodes them to.

Made with Pillow 9.4:  python3 make_pictures.py
The values lie in decoded.safetensors, [H, W, 3], numbers of bytes as floats.
"""

import io
import json
import os
import struct

import numpy
from PIL import Image, ImageCms

HERE = os.path.dirname(os.path.abspath(__file__))
HEIGHT, WIDTH = 19, 27


def save(path, tensors):
    header, data = {}, b""
    for name, values in tensors.items():
        values = numpy.ascontiguousarray(numpy.asarray(values, dtype=numpy.float32))
        at = len(data)
        data += values.tobytes()
        header[name] = {
            "dtype": "F32",
            "shape": list(values.shape),
            "data_offsets": [at, len(data)],
        }
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text + data)


def encoded(image, format_, **options):
    out = io.BytesIO()
    image.save(out, format_, **options)
    return out.getvalue()


def segment(jpeg, marker):
    """Where the first segment of this kind begins and ends."""
    at = 2
    while jpeg[at + 1] != marker:
        at += 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
    return at, at + 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]


def without(jpeg, marker):
    start, end = segment(jpeg, marker)
    return jpeg[:start] + jpeg[end:]


def smooth(channels):
    y, x = numpy.mgrid[0:HEIGHT, 0:WIDTH]
    planes = [128 + 100 * numpy.sin((0.11 + 0.05 * c) * x + (0.2 - 0.04 * c) * y) for c in range(channels)]
    return numpy.stack(planes, 2).astype(numpy.uint8)


rgb = Image.fromarray(smooth(3))
grey = Image.fromarray(smooth(1)[:, :, 0])
cmyk = Image.fromarray(smooth(4), "CMYK")
rgba = Image.fromarray(smooth(4), "RGBA")
deep = Image.fromarray((smooth(1)[:, :, 0].astype(numpy.uint16) << 8) + 77)

files = {
    "plain.jpg": encoded(rgb, "JPEG", quality=90),
    "full.jpg": encoded(rgb, "JPEG", quality=90, subsampling=0),
    "progressive.jpg": encoded(rgb, "JPEG", quality=90, progressive=True),
    "grey.jpg": encoded(grey, "JPEG", quality=90),
    "inks.jpg": encoded(cmyk, "JPEG", quality=95),
    "rgba.png": encoded(rgba, "PNG"),
    "grey.png": encoded(grey, "PNG"),
    "bits.png": encoded(grey.convert("1"), "PNG"),
    "palette.png": encoded(rgb.convert("P", palette=Image.ADAPTIVE, colors=50), "PNG"),
    "greyalpha.png": encoded(rgba.convert("LA"), "PNG"),
    "moving.gif": encoded(
        rgb.quantize(60), "GIF", save_all=True, append_images=[rgb.rotate(180).quantize(60)]
    ),
    "plain.bmp": encoded(rgb, "BMP"),
    "palette.bmp": encoded(rgb.quantize(200), "BMP"),
    "grey.bmp": encoded(grey, "BMP"),
}

# Full resolution, and nothing in the file that says which colours they are.
files["nameless.jpg"] = without(files["full.jpg"], 0xE0)

# Cyan, magenta and yellow said to be stored as luminance and differences.
start, end = segment(files["inks.jpg"], 0xEE)
files["ycck.jpg"] = files["inks.jpg"][: end - 1] + b"\2" + files["inks.jpg"][end:]

# Not Adobe's.
files["nameless_inks.jpg"] = without(files["inks.jpg"], 0xEE)

# A profile that would turn the colours, an orientation that would turn the picture.
exif = Image.Exif()
exif[0x0112] = 6
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()
files["turned.jpg"] = encoded(rgb, "JPEG", quality=90, exif=exif, icc_profile=profile)

if __name__ == "__main__":
    decoded = {}
    for name, data in files.items():
        with open(os.path.join(HERE, name), "wb") as file:
            file.write(data)
        decoded[name] = numpy.asarray(Image.open(io.BytesIO(data)).convert("RGB"))

    # Pillow cuts grey of 16 bits off at 255; the upper 8 bits are meant.
    with open(os.path.join(HERE, "deep.png"), "wb") as file:
        file.write(encoded(deep, "PNG"))
    decoded["deep.png"] = numpy.asarray(grey.convert("RGB"))
    save(os.path.join(HERE, "decoded.safetensors"), decoded)
