package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.app.console.Console;
import org.junit.jupiter.api.Test;

class TerminalViewTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private long now;

    private Console console(int width) {
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        return new Console(InputStream.nullInputStream(), out, out, Path.of(""), true, width, true);
    }

    @Test
    void remainingTimeCountsAllEpochs() {
        TerminalView view = new TerminalView(console(60), () -> now);
        FakeNetwork network = new FakeNetwork();
        network.train(new TrainingListener() {
            @Override
            public void started(Progress progress) {
                view.started(progress);
            }

            @Override
            public void stepped(Progress progress) {
                // the first step is taken for the start: 10 s for each of the others
                now += progress.step() == 1 ? 0 : 10_000_000_000L;
                view.stepped(progress);
            }
        });
        String[] shown = bytes.toString(StandardCharsets.UTF_8).replace("\033[K", "").split("\r");
        assertEquals(11, shown.length - 1);
        assertEquals("epoch 1/3 [============>...........] loss 1.0000  accuracy ", shown[1]);
        assertEquals(59, shown[1].length());
    }

    @Test
    void wideEnoughItShowsRateAndRemainingTime() {
        TerminalView view = new TerminalView(console(200), () -> now);
        new FakeNetwork().train(new TrainingListener() {
            @Override
            public void started(Progress progress) {
                view.started(progress);
            }

            @Override
            public void stepped(Progress progress) {
                now += progress.step() == 1 ? 0 : 10_000_000_000L;
                view.stepped(progress);
            }
        });
        String[] shown = bytes.toString(StandardCharsets.UTF_8).replace("\033[K", "").split("\r");
        assertEquals("epoch 1/3 [============>...........] "
                + "loss 1.0000  accuracy 0.5000  val_accuracy 0.4000  40 samples/s  1:40 left", shown[1]);
    }
}
