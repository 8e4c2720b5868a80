package org.fascicle.dashboard.tests;

import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.dashboard.Dashboard;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.test.common.annotation.InjectService;
import org.osgi.test.junit5.service.ServiceExtension;

/** A dashboard that each test finds open, for a folder of its own. */
@ExtendWith(ServiceExtension.class)
abstract class OpenDashboard {
    @InjectService(timeout = 30_000)
    Fascicle fascicle;
    @InjectService(timeout = 30_000)
    Dashboard dashboard;
    @TempDir
    Path parent;
    Path folder;
    Served served;

    @BeforeEach
    void open() throws Exception {
        folder = Files.createDirectory(parent.resolve("runs"));
        served = new Served(dashboard, folder);
    }

    @AfterEach
    void close() {
        if (served != null) {
            served.close();
        }
    }
}
