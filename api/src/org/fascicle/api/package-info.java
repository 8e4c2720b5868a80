/** The entry of the platform: one service that makes, opens and trains models. */
@NullMarked
@Version("0.1.2")
package org.fascicle.api;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
