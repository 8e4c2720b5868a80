/** The schedule {@code warmup}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.schedule.warmup;

import org.osgi.annotation.versioning.Version;
