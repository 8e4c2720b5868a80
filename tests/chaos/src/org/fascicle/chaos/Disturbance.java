package org.fascicle.chaos;

import java.util.Locale;

/** What is done to trainings and to their installation, and how often compared with the others. */
enum Disturbance {
    PLUGIN_ADDED(10), PLUGIN_UPDATED(10), PLUGIN_REMOVED(10), PLUGIN_HALF_COPIED(6), PLUGIN_CORRUPT(6),
    INSTALL(4), UPDATE(4), UNINSTALL(4),
    BACKEND_INSTALL(2), BACKEND_UPDATE(3), BACKEND_UNINSTALL(3),
    TYPED_INSTALL(3), TYPED_UPDATE(3), TYPED_UNINSTALL(3), TYPED_BACKEND_UNINSTALL(2),
    FRAMEWORK_STOP(5), FRAMEWORK_REFRESH(5), FRAMEWORK_UNINSTALL(3), FRAMEWORK_BACKEND_STOP(5), FRAMEWORK_BACKEND_REFRESH(5),
    KILL(7), TERMINATE(2), FULL_DISK(3), TRUNCATED_CHECKPOINT(0);

    final int weight;

    Disturbance(int weight) {
        this.weight = weight;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
