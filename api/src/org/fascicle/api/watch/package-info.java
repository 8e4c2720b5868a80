/** What is measured of a network while it trains: the contract of watches, and what they look at. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.watch;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
