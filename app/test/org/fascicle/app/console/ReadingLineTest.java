package org.fascicle.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;

class ReadingLineTest {
    private static final long SIZE = 100_000_000;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;
    private final ReadingLine line = new ReadingLine(new PrintStream(bytes, true, StandardCharsets.UTF_8), 80, () -> now);

    @Test
    void aLongReadShowsHowFarItIs() {
        read(0, 0.001);
        read(0.9, 0.25);
        assertEquals("", shown());
        read(1.1, 0.5);
        assertEquals("\rreading big.csv [============>...........] 50 of 100 MB", shown());
        read(1.2, 0.6);
        read(1.4, 0.75);
        assertEquals(
                "\rreading big.csv [============>...........] 50 of 100 MB\rreading big.csv [==================>.....] 75 of 100 MB",
                shown());
        bytes.reset();
        read(1.5, 1);
        assertEquals("\r", shown());
    }

    @Test
    void aSecondReadOfTheFileBeginsAgain() {
        read(0, 0.1);
        read(0.9, 1);
        read(1, 0.1);
        read(1.9, 0.5);
        assertEquals("", shown());
        read(2.1, 0.5);
        assertEquals("\rreading big.csv [============>...........] 50 of 100 MB", shown());
    }

    private void read(double seconds, double part) {
        now = Math.round(seconds * 1e9);
        line.read("/data/big.csv", Math.round(part * SIZE), SIZE);
    }

    private String shown() {
        return bytes.toString(StandardCharsets.UTF_8).replace("\033[K", "");
    }
}
