package org.fascicle.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.training.History;
import org.junit.jupiter.api.Test;

/** The clock, and what a listener reads off it. */
class ReportTest {
    // 8 rows in batches of 3: the last batch of an epoch has 2.
    private final Clock clock = new Clock(3, 2);
    private final Map<String, Double> running = new LinkedHashMap<>(Map.of("loss", 2.0));

    @Test
    void theClockCountsStepsAndWholeEpochs() {
        assertEquals(0, clock.epoch());
        for (int i = 0; i < 3; i++) {
            assertEquals(0, clock.epoch());
            clock.tick();
        }
        assertEquals(3, clock.step());
        assertEquals(1, clock.epoch());
        assertEquals(2, clock.epochs());
    }

    @Test
    void theClockTakesHistoryBackAndAppendsToIt() {
        clock.set(3, History.of(Map.of("loss", List.of(2.0))));
        clock.append(Map.of("loss", 1.0));
        assertEquals(List.of(2.0, 1.0), clock.history("loss"));
        assertEquals(List.of(), clock.history("accuracy"));
        assertEquals(2, clock.history().epochs());
        assertThrows(UnsupportedOperationException.class, () -> clock.history("loss").clear());
        clock.set(0, History.of(Map.of()));
        assertEquals(List.of(), clock.history("loss"));
    }

    @Test
    void metricsOfAllStepsOfTwoEpochs() {
        Report report = report();
        List<String> lines = new ArrayList<>(List.of(line(report)));
        for (int i = 0; i < 6; i++) {
            clock.tick();
            report.stepped();
            lines.add(line(report));
            if (clock.step() % 3 == 0) {
                report.endEpoch(Map.of("val_loss", 3.0));
                lines.add("end " + line(report));
                report.nextEpoch();
            }
        }
        assertEquals(List.of("1/2 0/3 0", "1/2 1/3 3", "1/2 2/3 6", "1/2 3/3 8", "end 1/2 3/3 8",
                "2/2 1/3 3", "2/2 2/3 6", "2/2 3/3 8", "end 2/2 3/3 8"), lines);
    }

    @Test
    void aRunThatIsResumedStandsWhereItStood() {
        clock.set(4, History.of(Map.of()));
        assertEquals("2/2 1/3 3", line(report()));
        clock.set(3, History.of(Map.of()));
        assertEquals("2/2 0/3 0", line(report()));
    }

    @Test
    void metricsAreThoseOfTheEpochOnceItHasEnded() {
        Report report = report();
        assertEquals(Map.of("loss", 2.0), report.metrics());
        report.endEpoch(new LinkedHashMap<>(Map.of("loss", 1.0, "val_loss", 3.0)));
        assertEquals(Map.of("loss", 1.0, "val_loss", 3.0), report.metrics());
        assertThrows(UnsupportedOperationException.class, () -> report.metrics().clear());
        double seconds = report.seconds();
        assertEquals(seconds, report.seconds());
        report.nextEpoch();
        assertEquals(Map.of("loss", 2.0), report.metrics());
        assertEquals(0.25, report.learningRate());
    }

    @Test
    void aListenerCanAskToStop() {
        Report report = report();
        assertTrue(!report.isStopped());
        report.stop();
        assertTrue(report.isStopped());
    }

    private Report report() {
        return new Report(clock, 8, 3, () -> running, () -> 0.25);
    }

    private static String line(Report report) {
        return report.epoch() + "/" + report.epochs() + " " + report.stepInEpoch() + "/" + report.stepsPerEpoch() + " "
                + report.samples();
    }
}
