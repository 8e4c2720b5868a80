package org.fascicle.core.archive;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;

import com.fasterxml.jackson.core.JsonProcessingException;
import org.fascicle.api.problem.InputException;

/** Tensors by themselves, in a file of the format safetensors. */
public final class SafetensorsFile {
    private static final String REMEDY = "Use another copy of it, or write it anew";

    private SafetensorsFile() {}

    /** Whether a file's name says that it is one. */
    public static boolean isNamedSo(Path file) {
        return file.toString().endsWith(".safetensors");
    }

    /**
     * Checks a file; its tensors are read from it whenever their elements are asked for.
     *
     * @throws InputException if there is no such file, or it is damaged
     */
    public static SortedMap<String, Tensor> read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file.toString(), null, Files.isDirectory(file) ? "this is a folder, and no file of tensors"
                    : "there is no such file", null);
        }
        try (InputStream in = open(file, 0)) {
            return new SafetensorsReader(in, Files.size(file)).readLater(place -> open(file, place), e -> damaged(file, e));
        } catch (IOException e) {
            throw damaged(file, e);
        }
    }

    /** Writes tensors; the file is whole, or as it was before. */
    public static void write(Path file, Map<String, Tensor> tensors) {
        AtomicFile.write(file, out -> new SafetensorsWriter(tensors).write(out));
    }

    private static InputStream open(Path file, long place) throws IOException {
        InputStream in = Files.newInputStream(file);
        try {
            in.skipNBytes(place);
            return new BufferedInputStream(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static InputException damaged(Path file, IOException e) {
        String reason = e instanceof JsonProcessingException ? "its header is no JSON" : String.valueOf(e.getMessage());
        return new InputException(file.toString(), null, "this is no whole file of safetensors: " + reason, REMEDY);
    }
}
