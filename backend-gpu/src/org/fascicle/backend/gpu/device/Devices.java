package org.fascicle.backend.gpu.device;

import java.util.List;

import org.fascicle.api.backend.BackendException;
import org.jspecify.annotations.Nullable;

/** The devices of one kind of driver on this machine. Looks for them when it is asked for the first time. Safe for any thread. */
public interface Devices {
    /** Why there is no device; null if there is one. */
    @Nullable
    String problem();

    /** The names of the devices, by number. */
    List<String> names();

    /**
     * Opens a device.
     *
     * @param number from 0
     * @throws BackendException if there is none of that number, or it cannot be used
     */
    Device open(int number);
}
