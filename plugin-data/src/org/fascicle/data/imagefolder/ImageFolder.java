package org.fascicle.data.imagefolder;

import static org.fascicle.api.expr.Expressions.require;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.data.Column;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.InputFile;
import org.fascicle.api.data.Meaning;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Default;
import org.fascicle.api.technique.Range;
import org.fascicle.api.technique.Sample;
import org.fascicle.api.technique.Technique;
import org.jspecify.annotations.Nullable;

/**
 * Images in a folder for each class, which the folder's name names: PNG, JPEG, GIF and BMP. Each is brought to one size, and its
 * pixels are numbers from 0 to 255. Classes are sorted by their names.
 *
 * @param folder has a folder for each class
 * @param height that images are brought to
 * @param width that images are brought to
 * @param testFolder the same with test rows
 * @param channels 3 for red, green and blue, 1 for shades of grey
 */
@Technique(value = "image_folder",
        description = "Images in a folder for each class: PNG, JPEG, GIF and BMP, brought to one size.",
        formula = "[height, width, channels] from 0 to 255; bilinear, as Keras resizes; grey = 0.299 r + 0.587 g + 0.114 b",
        source = "Keras, image_dataset_from_directory")
public record ImageFolder(
        @Sample("images") String folder,
        @Sample("4") @Range("[1,4096]") int height,
        @Sample("5") @Range("[1,4096]") int width,
        @Default("null") @Nullable String testFolder,
        @Default("3") @Range("[1,3]") int channels) implements DataSource {

    public ImageFolder {
        require(channels != 2, "channels must be 1 or 3, not 2");
    }

    @Override
    public Data open(DataContext context) throws IOException {
        Pixels pixels = new Pixels(height, width, channels);
        // The classes that a model has keep their numbers, though a folder has only some of them.
        List<String> known = context.meaning().map(meaning -> meaning.columns(Column.Role.TARGET))
                .filter(targets -> targets.size() == 1).map(targets -> targets.get(0).categories()).orElse(List.of());
        ImageRows training = ImageRows.read(find(folder, context), pixels, known, context.maxRows());
        return testFolder == null ? Data.of(training)
                : Data.of(training, ImageRows.read(find(testFolder, context), pixels, training.classNames(), context.maxRows()));
    }

    @Override
    public Optional<Rows> read(InputFile input, DataContext context) throws IOException {
        if (!ImageRows.isImage(input.name())) {
            return Optional.empty();
        }
        try (InputStream in = input.open()) {
            List<String> classes = context.meaning().map(Meaning::columns).filter(columns -> columns.size() == 1)
                    .map(columns -> columns.get(0).categories()).orElse(List.of());
            return Optional.of(ImageRows.of(input.name(), new Pixels(height, width, channels).read(input.name(), in), classes,
                    height, width, channels));
        }
    }

    private static Path find(String name, DataContext context) {
        try {
            for (Path each : context.folders()) {
                if (Files.isDirectory(each.resolve(name))) {
                    return each.resolve(name);
                }
            }
            if (Path.of(name).isAbsolute() && Files.isDirectory(Path.of(name))) {
                return Path.of(name);
            }
        } catch (InvalidPathException e) {
            throw new InputException(name, null, "this cannot be a folder's name: " + e.getReason(), "Name another");
        }
        throw new InputException(name, null, "there is no such folder in " + context.folders(),
                "Name the folder that holds it with --data, or give an absolute path");
    }
}
