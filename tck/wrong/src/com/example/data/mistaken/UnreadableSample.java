package com.example.data.mistaken;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Technique;

/** Its bundle brings a file to try it with, which is none of its format. */
@Technique(value = "com.example:unreadable_sample", description = "Brings a sample that it cannot read.")
public record UnreadableSample() implements DataSource {
    @Override
    public Data open(DataContext context) throws IOException {
        for (Path folder : context.folders()) {
            List<String> lines = Files.readAllLines(folder.resolve("sample.txt"));
            throw new InputException("sample.txt", "line 1", "is '" + lines.get(0) + "', not 'format 7'", null);
        }
        throw new InputException("sample.txt", null, "there is no such file", null);
    }
}
