package org.fascicle.data.imagefolder;

import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

import org.fascicle.api.problem.InputException;

/** Brings images to one size: bilinear, from the centres of pixels, as Keras does it. Immutable. */
final class Pixels {
    /** A small file can promise an image that fills all memory. */
    private static final long MOST = 100_000_000;
    private static final double RED = 0.299;
    private static final double GREEN = 0.587;
    private static final double BLUE = 0.114;

    private final int height;
    private final int width;
    private final int channels;

    Pixels(int height, int width, int channels) {
        this.height = height;
        this.width = width;
        this.channels = channels;
    }

    int height() {
        return height;
    }

    int width() {
        return width;
    }

    int channels() {
        return channels;
    }

    /** The pixels of an image, {@code [height, width, channels]}. */
    byte[] read(String file, InputStream in) throws IOException {
        BufferedImage image = decode(file, in);
        double[] wide = new double[image.getHeight() * width * channels];
        for (int x = 0; x < width; x++) {
            double at = place(x, width, image.getWidth());
            int left = (int) at;
            int right = Math.min(left + 1, image.getWidth() - 1);
            for (int y = 0; y < image.getHeight(); y++) {
                for (int c = 0; c < channels; c++) {
                    double from = value(image, left, y, c);
                    wide[(y * width + x) * channels + c] = from + (value(image, right, y, c) - from) * (at - left);
                }
            }
        }
        byte[] pixels = new byte[height * width * channels];
        int line = width * channels;
        for (int y = 0; y < height; y++) {
            double at = place(y, height, image.getHeight());
            int above = (int) at;
            int below = Math.min(above + 1, image.getHeight() - 1);
            for (int i = 0; i < line; i++) {
                double from = wide[above * line + i];
                pixels[y * line + i] = (byte) Math.round(from + (wide[below * line + i] - from) * (at - above));
            }
        }
        return pixels;
    }

    private static double place(int index, int extent, int from) {
        double at = (index + 0.5) * from / extent - 0.5;
        return Math.max(0, Math.min(from - 1, at));
    }

    // Java makes other numbers of shades of grey when it is asked for their colours.
    private double value(BufferedImage image, int x, int y, int channel) {
        Raster raster = image.getRaster();
        if (raster.getNumBands() <= 2 && image.getColorModel() instanceof ComponentColorModel) {
            int sample = raster.getSample(x, y, 0);
            return raster.getTransferType() == DataBuffer.TYPE_USHORT ? sample >> 8 : sample;
        }
        int colour = image.getRGB(x, y);
        int red = colour >> 16 & 0xff;
        int green = colour >> 8 & 0xff;
        int blue = colour & 0xff;
        return channels == 1 ? RED * red + GREEN * green + BLUE * blue : channel == 0 ? red : channel == 1 ? green : blue;
    }

    private static BufferedImage decode(String file, InputStream in) throws IOException {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(in)) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (!readers.hasNext()) {
                throw new InputException(file, null, "this is no image", "PNG, JPEG, GIF and BMP are read");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(stream, true, true);
                long size = (long) reader.getWidth(0) * reader.getHeight(0);
                if (size > MOST) {
                    throw new InputException(file, null, "the image has " + size + " pixels, and at most " + MOST + " are read",
                            "Make it smaller");
                }
                return whole(file, reader);
            } finally {
                reader.dispose();
            }
        } catch (InputException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Readers of the JDK answer damaged files with any exception.
            throw new InputException(file, null, "the image is damaged (" + e.getMessage() + ")", "Remove it, or fetch it again");
        }
    }

    // The JDK's reader of JPEG only warns where a file ends too early, and makes the rest grey.
    private static BufferedImage whole(String file, ImageReader reader) throws IOException {
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        BufferedImage image = reader.read(0);
        for (String warning : warnings) {
            if (warning.startsWith("Truncated") || warning.contains("premature end")) {
                throw new InputException(file, null, "the image is cut off (" + warning + ")", "Remove it, or fetch it again");
            }
        }
        return image;
    }
}
