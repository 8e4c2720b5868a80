package com.example.data.unusual;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.technique.Technique;

/** Numbers in a file that no option names: it is in one of the folders for data, as is the sample of the bundle. */
@Technique(value = "com.example:found_numbers", description = "Numbers in a file that it finds by itself.")
public record FoundNumbers() implements DataSource {
    @Override
    public Data open(DataContext context) throws IOException {
        for (Path folder : context.folders()) {
            Path file = folder.resolve("more/numbers.txt");
            if (Files.exists(file)) {
                return Data.of(new Notes(Files.readAllLines(file).stream().map(Float::valueOf).collect(Collectors.toList())));
            }
        }
        throw new InputException("more/numbers.txt", null, "there is no such file in " + List.copyOf(context.folders()), null);
    }
}
