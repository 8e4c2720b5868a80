package org.fascicle.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogTest {
    private static final String CHOSEN = "java.util.logging.config.file";
    private static final String LINE = "\\d\\d:\\d\\d(:\\d\\d(\\.\\d{3})?)? WARNING org\\.fascicle\\.Some: 1 of 2\\R";

    private final Logger logger = Logger.getLogger("org.fascicle.Some");

    @AfterEach
    void asJavaHasIt() throws IOException {
        System.clearProperty(CHOSEN);
        LogManager.getLogManager().readConfiguration();
    }

    @Test
    void warningsGoToStandardErrorAndNothingElseDoes() {
        String written = standardError(() -> {
            Log.configure();
            logger.log(Level.WARNING, "{0} of {1}", new Object[] {1, 2});
            logger.info("nobody asked");
        });
        assertTrue(written.matches(LINE), written);
    }

    @Test
    void whoRaisesTheLevelSeesMore() {
        String written = standardError(() -> {
            Log.configure();
            Logger.getLogger("").setLevel(Level.FINE);
            logger.fine("somebody asked");
        });
        assertTrue(written.endsWith(" FINE org.fascicle.Some: somebody asked" + System.lineSeparator()), written);
    }

    @Test
    void aConfigurationThatTheUserChoseIsLeftToJava() {
        Handler[] before = Logger.getLogger("").getHandlers();
        System.setProperty(CHOSEN, "some.properties");
        Log.configure();
        assertEquals(Level.INFO, Logger.getLogger("").getLevel());
        assertEquals(before.length, Logger.getLogger("").getHandlers().length);
        assertFalse(before.length > 0 && before[0].getFormatter() instanceof Log.Line);
    }

    @Test
    void aLineSaysWhatWasThrown() {
        LogRecord record = new LogRecord(Level.SEVERE, "no");
        record.setLoggerName("a");
        record.setThrown(new IllegalStateException("why"));
        String line = new Log.Line().format(record);
        assertTrue(line.contains(" SEVERE a: no" + System.lineSeparator() + "java.lang.IllegalStateException: why"), line);
    }

    private static String standardError(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }
}
