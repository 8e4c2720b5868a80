package org.fascicle.data.fashionmnist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Technique;
import org.fascicle.data.file.DataFile;
import org.fascicle.data.format.LabelledRows;
import org.jspecify.annotations.Nullable;

/**
 * Fashion-MNIST: 60,000 training and 10,000 test images of clothes, {@code [28, 28]} pixels from 0 to 255, ten classes.
 * Its four IDX files, plain or gzipped, are read from the first of the known folders that has the training images, or
 * from where Debian's package installs them. Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747.
 */
@Technique(value = "fashion_mnist",
        description = "Fashion-MNIST: 70,000 images of clothes of 28 by 28 pixels in ten classes, read from a folder.",
        formula = "[28, 28] from 0 to 255; labels 0 to 9; 60,000 training rows, 10,000 test rows",
        source = "Xiao, Rasul and Vollgraf, 2017, arXiv:1708.07747")
public record FashionMnist() implements DataSource {
    private static final Path DEBIAN = Path.of("/usr/share/datasets/fashion-mnist");
    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final int CLASSES = 10;

    @Override
    public Data open(DataContext context) throws IOException {
        List<Path> folders = new ArrayList<>(context.folders());
        folders.add(DEBIAN);
        return open(folders, context);
    }

    /** The data in the first of some folders that has them. */
    static Data open(List<Path> folders, DataContext context) throws IOException {
        Path folder = folders.stream().filter(f -> file(f, IMAGES) != null).findFirst()
                .orElseThrow(() -> missing(IMAGES, folders));
        return Data.of(rows(folder, IMAGES, "train-labels-idx1-ubyte", context),
                rows(folder, "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte", context));
    }

    private static LabelledRows rows(Path folder, String images, String labels, DataContext context) throws IOException {
        return LabelledRows.read(present(folder, images, context), present(folder, labels, context), CLASSES);
    }

    private static DataFile present(Path folder, String name, DataContext context) {
        Path file = file(folder, name);
        if (file == null) {
            throw missing(name, List.of(folder));
        }
        return DataFile.of(InputFile.of(file), context);
    }

    private static @Nullable Path file(Path folder, String name) {
        Path zipped = folder.resolve(name + ".gz");
        Path plain = folder.resolve(name);
        return Files.isRegularFile(zipped) ? zipped : Files.isRegularFile(plain) ? plain : null;
    }

    private static InputException missing(String name, List<Path> folders) {
        return new InputException("fashion_mnist", null,
                "there is no file " + name + " (or " + name + ".gz) in " + DataFile.list(folders),
                "Install Debian's package dataset-fashion-mnist, or name the folder that holds the four files with --data");
    }
}
