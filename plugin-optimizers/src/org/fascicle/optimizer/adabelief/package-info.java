/** The optimizer {@code adabelief}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.adabelief;

import org.osgi.annotation.versioning.Version;
