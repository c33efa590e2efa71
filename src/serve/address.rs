//! Where the preview listens, and which names of that place it answers to.

use std::io::ErrorKind;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

use axum::http::uri::Authority;

use super::{DEFAULT_PORT, ServeError};

/// How many ports are tried where none is asked for: more previews than anybody has open at once.
const TRIES: u16 = 20;

/// Listens at a port, or at the first free one from the default on.
pub(super) fn listen(interface: IpAddr, port: Option<u16>) -> Result<TcpListener, ServeError> {
    let last = DEFAULT_PORT + TRIES - 1;
    let (ports, taken) = match port {
        Some(port) => (port..=port, ServeError::PortInUse(port)),
        None => (DEFAULT_PORT..=last, ServeError::PortsInUse(DEFAULT_PORT, last)),
    };
    for port in ports {
        let address = SocketAddr::new(interface, port);
        let bound = TcpListener::bind(address).and_then(|listener| {
            listener.set_nonblocking(true)?;
            Ok(listener)
        });
        match bound {
            Ok(listener) => return Ok(listener),
            Err(cause) if cause.kind() == ErrorKind::AddrInUse => {}
            Err(cause) => return Err(ServeError::Listen { address, cause }),
        }
    }
    Err(taken)
}

/// The address of the home page, for the browser.
pub(super) fn url(address: SocketAddr) -> String {
    if address.ip().is_unspecified() {
        // No browser can visit "every interface".
        return format!("http://localhost:{}/", address.port());
    }
    format!("http://{address}/")
}

/// Whether a `Host` header names this machine. A page of a foreign site can make its own name lead to the
/// loopback address and then read the preview as its own, but it cannot make the browser lie about the
/// name. The port does not matter, since it may be forwarded. Where the preview listens at every
/// interface, any address will do: an address is no name, so it cannot be led elsewhere.
pub(super) fn is_allowed(host: &str, interface: IpAddr) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let port = match host.strip_prefix(name) {
        Some("") => true,
        Some(rest) => rest.strip_prefix(':').is_some_and(|port| port.parse::<u16>().is_ok()),
        // A user name stands before it.
        None => false,
    };
    let bare = name.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(name);
    let known = match bare.parse::<IpAddr>() {
        Ok(address) => {
            interface.is_unspecified()
                || [interface, Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()].contains(&address)
        }
        Err(_) => bare.eq_ignore_ascii_case("localhost"),
    };
    port && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_this_machine_are_allowed() {
        let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for good in ["localhost", "LocalHost:1111", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:1111"] {
            assert!(is_allowed(good, loopback), "{good}");
        }
        let bad = [
            "",
            "evil.example",
            "evil.example:1111",
            "localhost.evil.example",
            "evil.localhost",
            "localhost.",
            "user@localhost",
            "localhost:x",
            "localhost:",
            "localhost:99999",
            "localhost/",
            "127.0.0.1.nip.io",
            "127.1",
            "2130706433",
            "0.0.0.0",
            "192.168.1.7",
            "[::1",
            "::1",
        ];
        for bad in bad {
            assert!(!is_allowed(bad, loopback), "{bad}");
        }
    }

    #[test]
    fn the_interface_is_allowed_and_every_address_where_it_is_all() {
        let lan: IpAddr = "192.168.1.7".parse().unwrap();
        assert!(is_allowed("192.168.1.7:1111", lan));
        assert!(!is_allowed("192.168.1.8:1111", lan));
        let all: IpAddr = "0.0.0.0".parse().unwrap();
        assert!(is_allowed("192.168.1.8:1111", all));
        assert!(is_allowed("[fe80::1]:1111", all));
        assert!(!is_allowed("evil.example", all));
    }

    #[test]
    fn a_busy_port_is_named_and_the_default_moves_on() {
        let loopback = IpAddr::V4(Ipv4Addr::LOCALHOST);
        let taken = listen(loopback, Some(0)).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = listen(loopback, Some(port)).unwrap_err();
        assert!(error.to_string().starts_with(&format!("port {port} is in use")), "{error}");
        let (one, two) = (listen(loopback, None).unwrap(), listen(loopback, None).unwrap());
        let ports = [one, two].map(|listener| listener.local_addr().unwrap().port());
        assert_ne!(ports[0], ports[1]);
        assert!(ports.iter().all(|port| (1111..1131).contains(port)), "{ports:?}");
    }

    #[test]
    fn addresses_read_as_a_browser_wants_them() {
        assert_eq!(url("127.0.0.1:1111".parse().unwrap()), "http://127.0.0.1:1111/");
        assert_eq!(url("[::1]:80".parse().unwrap()), "http://[::1]:80/");
        assert_eq!(url("0.0.0.0:1111".parse().unwrap()), "http://localhost:1111/");
    }
}
