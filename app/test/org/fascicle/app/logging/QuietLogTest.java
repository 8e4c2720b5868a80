package org.fascicle.app.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator.ExecutionStatus;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import org.junit.jupiter.api.Test;

class QuietLogTest {
    private final LoggerContext context = new LoggerContext();
    private final Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    @Test
    void warningsGoToStandardErrorAndNothingElseDoes() {
        assertEquals(ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY, new QuietLog().configure(context));
        assertEquals(Level.WARN, root.getLevel());
        ConsoleAppender<?> appender = (ConsoleAppender<?>) root.getAppender("stderr");
        assertEquals("System.err", appender.getTarget());
        assertTrue(appender.isStarted());
        assertFalse(context.getLogger("org.fascicle").isInfoEnabled());
    }

    @Test
    void aConfigurationThatTheUserChoseIsLeftToLogback() {
        System.setProperty("logback.configurationFile", "some.xml");
        try {
            assertEquals(ExecutionStatus.INVOKE_NEXT_IF_ANY, new QuietLog().configure(context));
            assertFalse(root.iteratorForAppenders().hasNext());
        } finally {
            System.clearProperty("logback.configurationFile");
        }
    }

    @Test
    void aLineTellsTimeLevelLoggerMessageAndWhatWasThrown() {
        Logger logger = context.getLogger("org.fascicle.core.network.LiveNetwork");
        String line = new QuietLog.Line().doLayout(new LoggingEvent("", logger, Level.WARN, "{} of {}", null, new Object[] {1, 2}));
        assertTrue(line.matches("\\d\\d:\\d\\d:\\d\\d\\.\\d{3} WARN  o\\.f\\.core\\.network\\.LiveNetwork: 1 of 2\\R"), line);
        String thrown = new QuietLog.Line().doLayout(
            new LoggingEvent("", logger, Level.ERROR, "no", new IllegalStateException("why"), null));
        assertTrue(thrown.contains(": no" + System.lineSeparator() + "java.lang.IllegalStateException: why"), thrown);
    }
}
