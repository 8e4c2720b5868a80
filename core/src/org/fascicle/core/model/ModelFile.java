package org.fascicle.core.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;

/** Reads the text of a model file. */
public final class ModelFile {
    private static final int LARGEST = 16 << 20;

    private ModelFile() {}

    /** The text of a definition, whatever it was made of. */
    public static String text(Definition definition) {
        return definition.file().map(ModelFile::text).orElseGet(() -> definition.text()
                .orElseGet(() -> JsonText.format(JsonText.tree(definition.tree().orElseThrow()))));
    }

    /**
     * The text of a file.
     *
     * @throws InputException if there is no such file, or if it cannot be a model file
     */
    public static String text(Path file) {
        String source = file.toString();
        if (!Files.exists(file)) {
            throw new InputException(source, null, "there is no such file", null);
        } else if (Files.isDirectory(file)) {
            throw new InputException(source, null, "this is a folder, not a model file", null);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new InputException(source, null, "the file is too large to be a model file", null);
            } else if (bytes.length > 1 && bytes[0] == 'P' && bytes[1] == 'K') {
                throw new InputException(source, null, "this is an archive, not a model file",
                        "An archive is evaluated or resumed: it holds its model file itself");
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new InputException(source, null, "the file is no text in UTF-8", null);
        } catch (IOException e) {
            throw new InputException(source, null, "the file cannot be read: " + e.getMessage(), null);
        }
    }
}
