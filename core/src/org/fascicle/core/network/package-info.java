/** The service that makes networks, and the networks themselves. */
package org.fascicle.core.network;
