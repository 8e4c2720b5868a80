/** The optimizer {@code rmsprop}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.optimizer.rmsprop;

import org.osgi.annotation.versioning.Version;
