package org.fascicle.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstallationTest {
    @TempDir
    Path folder;

    @Test
    void readsItsList() throws Exception {
        write("""
            { "fascicle": 1, "framework": { "a.b": "c" }, "bundles": [
              { "name": "x", "version": "1.2.0", "file": "bundles/x.jar", "sha256": "00", "start": false },
              { "name": "y", "version": "2.0.0", "file": "bundles/y.jar" } ] }""");
        Installation read = Installation.read(folder);
        assertEquals(Map.of("a.b", "c"), read.framework());
        assertEquals(new Installation.Entry("x", "1.2.0", folder.resolve("bundles/x.jar"), "00", false), read.bundles().get(0));
        assertTrue(read.bundles().get(1).start(), "bundles are started unless the list says otherwise");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''                                      | damaged",
        "{ \"fascicle\": 1, \"bundles\": [       | damaged",
        "[ 1 ]                                   | damaged",
        "{ \"fascicle\": 1 }                     | \"bundles\" is missing",
        "{ \"fascicle\": 1, \"bundles\": [ {} ] }| \"file\" is missing",
        "{ \"fascicle\": 9, \"bundles\": [] }    | format 9"})
    void saysWhatIsWrongWithIt(String list, String message) throws Exception {
        write(list);
        Failure failure = assertThrows(Failure.class, () -> Installation.read(folder));
        assertTrue(failure.getMessage().contains(message), failure.getMessage());
    }

    @Test
    void saysThatThereIsNone() {
        Failure failure = assertThrows(Failure.class, () -> Installation.read(folder));
        assertTrue(failure.getMessage().contains("is no installation"), failure.getMessage());
    }

    private void write(String list) throws Exception {
        Files.writeString(folder.resolve(Installation.LIST), list);
    }
}
