package org.fascicle.layer.window;

/**
 * In which order the axes of an image lie. There is one, Keras's default, so that a network means the same wherever it runs;
 * what is best on a device, the backend decides.
 */
public enum DataFormat { CHANNELS_LAST }
