package org.fascicle.dashboard.tests;

import org.junit.jupiter.api.BeforeAll;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Tests of the pages in Chromium. Left out where there is none. */
abstract class InBrowser extends OpenDashboard {
    @BeforeAll
    static void requireBrowser() {
        assumeTrue(Browser.driver().isPresent(),
                "there is no chromedriver on the path; on Debian: apt-get install chromium chromium-driver");
    }

    static Browser browser(int width, boolean dark) throws Exception {
        return new Browser(Browser.driver().orElseThrow(), width, dark);
    }
}
