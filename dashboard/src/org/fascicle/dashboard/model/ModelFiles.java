package org.fascicle.dashboard.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;

/** The model files of a folder and of the folders in it, and the definitions of its archives. Safe for any thread. */
public final class ModelFiles {
    /** A text of more bytes is no model file that somebody edits. */
    public static final int LARGEST = 1 << 20;

    private static final int DEPTH = 2;
    private static final int MOST = 200;
    private static final String END = ".json";
    private static final String ARCHIVE = ".fasc";
    private static final String KEY = "fascicle";
    // What no system takes for a separator or a device, and no shell for anything else.
    private static final Pattern PLAIN = Pattern.compile("[^./\\\\:*?\"<>|\\p{Cntrl}][^/\\\\:*?\"<>|\\p{Cntrl}]{0,99}");
    private static final JsonFactory JSON = new JsonFactory();

    private final Path folder;
    private final Fascicle fascicle;

    /** The model files of a folder. */
    public ModelFiles(Path folder, Fascicle fascicle) {
        this.folder = folder;
        this.fascicle = fascicle;
    }

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /** Names below the folder, in order: model files first, then archives; at most {@value #MOST} of each. */
    public List<String> names() {
        return Stream.concat(files(END).stream().filter(ModelFiles::isModelFile), files(ARCHIVE).stream())
                .map(file -> folder.relativize(file).toString()).toList();
    }

    private List<Path> files(String end) {
        try (Stream<Path> walk = Files.walk(folder, DEPTH)) {
            return walk.filter(file -> file.getFileName().toString().endsWith(end) && Files.isRegularFile(file)).sorted()
                    .limit(MOST).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new InputException(folder.toString(), null, "the folder cannot be read: " + e.getMessage(), null);
        }
    }

    /** Whether it is a JSON object with the key that model files have. */
    private static boolean isModelFile(Path file) {
        try (InputStream in = Files.newInputStream(file);
                JsonParser parser = JSON.createParser(in.readNBytes(LARGEST))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return false;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                if (parser.currentName().equals(KEY)) {
                    return true;
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return false;
        } catch (IOException e) {
            return false;
        }
    }

    /** The text of a model file, or an archive's definition; empty if there is no such file. */
    public Optional<String> text(String name) {
        // Compared with what there is, and never resolved: no name leads out of the folder.
        Optional<Path> found = Stream.of(END, ARCHIVE).flatMap(end -> files(end).stream())
                .filter(file -> folder.relativize(file).toString().equals(name)).findFirst();
        return found.map(file -> {
            if (name.endsWith(ARCHIVE)) {
                try (Model model = fascicle.open(file, Settings.defaults())) {
                    return model.json();
                }
            }
            try (InputStream in = Files.newInputStream(file)) {
                byte[] bytes = in.readNBytes(LARGEST + 1);
                if (bytes.length > LARGEST) {
                    throw new InputException(name, null, "the file is too large to be edited here", null);
                }
                return new String(bytes, StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new InputException(name, null, "the file cannot be read: " + e.getMessage(), null);
            }
        });
    }

    /**
     * Writes a text into a new file of the folder.
     *
     * @param name a file's name, without a folder; {@code .json} is added where it is missing
     * @return the file's name
     * @throws InputException if there is such a file, or the name is none
     */
    public String save(String name, String text) {
        if (!PLAIN.matcher(name).matches()) {
            throw new InputException("the name '" + name + "'", null,
                    "must be that of a file in the folder, such as digits.json: no folder, no dot at its beginning, none of "
                            + "/ \\ : * ? \" < > |",
                    null);
        }
        String whole = name.endsWith(END) ? name : name + END;
        Path file = folder.resolve(whole);
        try {
            Files.writeString(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return whole;
        } catch (FileAlreadyExistsException e) {
            throw new InputException(whole, null, "is there already, and is not replaced", "Choose another name");
        } catch (IOException e) {
            throw new InputException(whole, null, "cannot be written: " + e.getMessage(), null);
        }
    }
}
