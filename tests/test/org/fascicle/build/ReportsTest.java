package org.fascicle.build;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build says of tests: how many, why not all, and how the process ended that ran them. */
class ReportsTest {
    /** As JUnit's console launcher and bnd's tester write them. */
    private static final String REPORT = """
            <testsuite>
              <testcase classname="A" name="passes"/>
              <testcase classname="A" name="fails"><failure>it is not so
                at A.fails</failure></testcase>
              <testcase classname="A" name="aborts"><skipped><![CDATA[org.opentest4j.TestAbortedException: no device
                at A.aborts]]></skipped></testcase>
              <testcase classname="A" name="assumes">
                <skipped message="org.opentest4j.TestAbortedException: Assumption failed: no device"/></testcase>
              <testcase classname="A" name="isDisabled"><skipped/></testcase>
            </testsuite>
            """;

    @TempDir
    Path folder;

    @Test
    void skippedTestsAreCountedByTheirReason() throws Exception {
        Files.writeString(folder.resolve("TEST-a.xml"), REPORT);
        Reports reports = new Reports();
        Reports.Outcome outcome = reports.add(Reports.read(folder));
        assertEquals("1 passed, 1 failed, 3 skipped", outcome.toString());
        assertEquals(2, outcome.ran());
        assertEquals(Map.of("no device", 2, "no reason is given", 1), reports.reasons());
        assertEquals("1 passed, 1 failed", reports.closing());
    }

    @Test
    void theSignalIsSaidThatEndedAProcess() throws Exception {
        int exit = new Forked(folder).args("-version").run(folder.resolve("output.txt"), 1);
        assertEquals("0", Forked.exit(exit));
        assertEquals("139, by signal 11", Forked.exit(139));
    }
}
