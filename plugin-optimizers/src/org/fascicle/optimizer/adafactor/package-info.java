/** The optimizer {@code adafactor}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.adafactor;

import org.osgi.annotation.versioning.Version;
