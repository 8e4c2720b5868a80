package org.fascicle.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The blocks of a page of the documentation that can be executed, in its order.
 *
 * @param blocks between lines of three backticks
 */
record Page(List<Block> blocks) {
    private static final String FENCE = "```";

    /**
     * A block.
     *
     * @param kind the word behind the backticks: {@code json}, {@code console}, {@code java}
     * @param file the name behind it, of the file that has this text; empty if there is none
     * @param line where it begins, from 1
     * @param lines its text
     */
    record Block(String kind, String file, int line, List<String> lines) {}

    static Page read(Path file) throws IOException {
        List<Block> blocks = new ArrayList<>();
        Block open = null;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (!line.startsWith(FENCE)) {
                if (open != null) {
                    open.lines().add(line);
                }
            } else if (open == null) {
                String[] words = (line.substring(FENCE.length()) + " ").split(" ", 2);
                open = new Block(words[0], words[1].trim(), number, new ArrayList<>());
            } else {
                blocks.add(open);
                open = null;
            }
        }
        if (open != null) {
            throw new IllegalStateException(file + ":" + open.line() + ": the block does not end");
        }
        return new Page(blocks);
    }
}
