package org.fascicle.app.verb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

import org.fascicle.api.dashboard.Dashboard;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.app.DashboardHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DashboardTest {
    private static final String ADDRESS = "http://127.0.0.1:1/fascicle/?token=x";

    @TempDir
    Path folder;
    private final FakePlatform platform = new FakePlatform();
    private final List<Object> opened = new ArrayList<>();
    private final List<String> started = new ArrayList<>();
    private int closed;
    private boolean ours = true;

    @BeforeEach
    void host() {
        Dashboard dashboard = new Dashboard() {
            @Override
            public String open(Path archives) {
                throw new UnsupportedOperationException();
            }

            @Override
            public String open(Path archives, Collection<String> hosts) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                closed++;
            }

            @Override
            public Training start(String name, TrainingPlan plan) {
                started.add(name);
                return plan.start();
            }
        };
        platform.dashboardHost.opening = (archives, host, port) -> {
            opened.add(host == null ? List.of(archives, port) : List.of(archives, port, host));
            return new DashboardHost.Opened(dashboard, ADDRESS, ours);
        };
        // So the pages stay no longer than it takes to see that.
        platform.interruption.request(Duration.ZERO);
    }

    @Test
    void aFolderIsShownUntilTheProcessIsAskedToEnd() {
        assertEquals(0, platform.run("dashboard", folder.toString(), "--port", "4711"));
        assertEquals(List.of(List.of(folder, 4711)), opened);
        assertEquals(ADDRESS + "\n", platform.out());
        assertTrue(platform.err().contains("stays until control-C"), platform.err());
        assertEquals(1, closed, "what was started in the page is saved");
    }

    @Test
    void anotherInterfaceIsServedWhenItIsNamedAndWithAWarning() {
        assertEquals(0, platform.run("dashboard", folder.toString(), "--host", "192.0.2.1"));
        assertEquals(List.of(List.of(folder, 0, "192.0.2.1")), opened);
        assertTrue(platform.err().contains("served at 192.0.2.1 over plain HTTP"), platform.err());
        platform.run("train", "--dashboard", "--host", "192.0.2.1");
        assertEquals(2, opened.size());
    }

    @Test
    void aHostAloneIsAMistake() {
        assertEquals(2, platform.run("train", "--host", "192.0.2.1"));
        assertTrue(platform.err().contains("--host 192.0.2.1: there is no web page that it could be for."), platform.err());
    }

    @Test
    void onAServerOfAnotherTheyStayUntilTheyAreClosed() {
        ours = false;
        assertEquals(0, platform.run("dashboard", folder.toString()));
        assertEquals(ADDRESS + "\n", platform.out());
        assertEquals("fascicle: the page stays until 'fascicle:dashboard --close'\n", platform.err());
        assertEquals(0, closed);
        assertEquals(0, platform.run("dashboard", "--close"));
        assertEquals(1, platform.dashboardHost.closed);
    }

    @Test
    void aTrainingIsShown() {
        assertEquals(130, platform.run("train", "--dashboard", "--out", folder.resolve("a.fasc").toString()));
        assertEquals(List.of(List.of(folder, 0)), opened);
        assertEquals(List.of("the built-in example"), started);
        assertEquals("fascicle: dashboard at " + ADDRESS + "\n", platform.err());
    }

    @Test
    void withoutItNothingIsOpened() {
        platform.run("train");
        assertEquals(List.of(), opened);
        assertEquals(List.of(), started);
    }

    @Test
    void aPortAloneIsAMistake() {
        assertEquals(2, platform.run("train", "--port", "4711"));
        assertTrue(platform.err().contains("--port 4711: there is no web page that it could be for. Give it with --dashboard."),
                platform.err());
    }

    @Test
    void aPortThatIsTakenIsSaid() {
        platform.dashboardHost.opening = (archives, host, port) -> {
            throw new InputException("--port " + port, null, "nothing can listen there: in use", null);
        };
        assertEquals(2, platform.run("train", "--dashboard", "--port", "80"));
        assertTrue(platform.err().contains("--port 80: nothing can listen there"), platform.err());
        assertEquals("", platform.out());
    }
}
