package com.example.data.unusual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.technique.Sample;
import org.fascicle.api.technique.Technique;

/** Numbers in a format of its own, with targets that are numbers, too: its bundle has a file to try. */
@Technique(value = "com.example:noted", description = "Numbers in a format of its own.")
public record Noted(@Sample("OSGI-INF/fascicle/sample.noted") String file) implements DataSource {
    @Override
    public Data open(DataContext context) throws IOException {
        List<String> lines = Files.readAllLines(Path.of(file));
        if (lines.isEmpty() || !lines.get(0).equals("noted 1")) {
            throw new IOException(file + " is not of the format 'noted 1'");
        }
        return Data.of(new Notes(lines.stream().skip(1).map(line -> Float.valueOf(line.strip())).collect(Collectors.toList())));
    }
}
