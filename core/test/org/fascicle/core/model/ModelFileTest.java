package org.fascicle.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFileTest {
    @TempDir
    private Path folder;

    @Test
    void readsText() throws IOException {
        Path file = Files.write(folder.resolve("m.json"), "{ \"ä\": 1 }".getBytes(StandardCharsets.UTF_8));
        assertEquals("{ \"ä\": 1 }", ModelFile.text(file));
    }

    @Test
    void saysWhatIsNoModelFile() throws IOException {
        assertProblem("there is no such file", folder.resolve("missing.json"));
        assertProblem("this is a folder, not a model file", folder);
        assertProblem("the file is no text in UTF-8", Files.write(folder.resolve("latin.json"),
                new byte[] {'{', (byte) 0xe4}));
        assertProblem("this is an archive, not a model file",
                Files.write(folder.resolve("a.zip"), new byte[] {'P', 'K', 3, 4}));
        assertProblem("the file is too large to be a model file",
                Files.write(folder.resolve("large.json"), new byte[(16 << 20) + 1]));
    }

    private static void assertProblem(String problem, Path file) {
        InputException e = assertThrows(InputException.class, () -> ModelFile.text(file));
        assertEquals(problem, e.problem());
        assertEquals(file.toString(), e.file());
    }
}
