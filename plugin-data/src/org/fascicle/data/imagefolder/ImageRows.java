package org.fascicle.data.imagefolder;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Column.Form;
import org.fascicle.api.data.Column.Role;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;

/** Images of classes. Immutable. */
final class ImageRows implements Rows {
    private static final List<String> SUFFIXES = List.of(".png", ".jpg", ".jpeg", ".gif", ".bmp");
    private static final int BYTE = 255;

    private final List<byte[]> images;
    private final List<Integer> labels;
    private final List<String> names;
    private final List<String> classes;
    private final Shape shape;

    private ImageRows(List<byte[]> images, List<Integer> labels, List<String> names, List<String> classes, Shape shape) {
        this.images = List.copyOf(images);
        this.labels = List.copyOf(labels);
        this.names = List.copyOf(names);
        this.classes = classes;
        this.shape = shape;
    }

    /** One image, whose class is not known. */
    static ImageRows of(String name, byte[] image, List<String> classes, int height, int width, int channels) {
        return new ImageRows(List.of(image), List.of(), List.of(name), classes, Shape.of(height, width, channels));
    }

    /** Whether a file is an image by its name. */
    static boolean isImage(String file) {
        return SUFFIXES.stream().anyMatch(file.toLowerCase(Locale.ROOT)::endsWith);
    }

    /**
     * The images in the folders of a folder.
     *
     * @param known the names of the classes; empty if the folders name them
     * @param most at most so many, from the first on
     */
    static ImageRows read(Path folder, Pixels pixels, List<String> known, int most) throws IOException {
        List<Path> folders = children(folder).stream().filter(Files::isDirectory).collect(Collectors.toList());
        List<String> classes = known.isEmpty() ? folders.stream().map(ImageRows::name).collect(Collectors.toList()) : known;
        List<byte[]> images = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (Path each : folders) {
            int label = classes.indexOf(name(each));
            if (label < 0) {
                String hint = Nearest.hint(name(each), classes);
                throw new InputException(each.toString(), null, "there is no class '" + name(each) + "' in the training rows",
                        hint != null ? hint : "There are: " + String.join(", ", classes));
            }
            for (Path file : children(each)) {
                if (isImage(name(file)) && images.size() < most) {
                    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
                        images.add(pixels.read(file.toString(), in));
                    }
                    labels.add(label);
                    names.add(name(each) + "/" + name(file));
                }
            }
        }
        if (images.isEmpty()) {
            throw new InputException(folder.toString(), null, "there is no image in its folders",
                    "Put the images of each class into a folder with the name of the class");
        }
        return new ImageRows(images, labels, names, List.copyOf(classes),
                Shape.of(pixels.height(), pixels.width(), pixels.channels()));
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> !name(child).startsWith(".")).sorted().collect(Collectors.toList());
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    @Override
    public int count() {
        return images.size();
    }

    @Override
    public Shape shape() {
        return shape;
    }

    @Override
    public List<String> outputs() {
        return labels.isEmpty() ? List.of() : List.of(OUTPUT);
    }

    @Override
    public int classes() {
        return labels.isEmpty() ? 0 : classes.size();
    }

    @Override
    public List<String> classNames() {
        return labels.isEmpty() ? List.of() : classes;
    }

    @Override
    public Optional<Meaning> meaning() {
        return classes.isEmpty() ? Optional.empty()
                : Optional.of(Meaning.of(false, List.of(Column.category("class", Role.TARGET, Form.INDEX, classes))));
    }

    @Override
    public double unit() {
        return BYTE;
    }

    @Override
    public void features(int row, float[] into, int at) {
        byte[] image = images.get(row);
        for (int i = 0; i < image.length; i++) {
            into[at + i] = image[i] & 0xff;
        }
    }

    @Override
    public int label(int row) {
        return labels.get(row);
    }

    @Override
    public Optional<String> place(int row) {
        return id(row);
    }

    @Override
    public Optional<String> id(int row) {
        return Optional.of(names.get(row));
    }
}
