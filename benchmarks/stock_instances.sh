# Debian's stock Postfix and Dovecot beside the configured ones: the packages' own files, with
# only what a second instance needs (folders, port) and what joins the two (LMTP).
set -eu
if [ -e /run/dovecot-stock/master.pid ]; then exit 0; fi
for number in $(seq 0 $((@MAILBOXES@ - 1))); do
  id "bench$number" >/dev/null 2>&1 || useradd --create-home --groups mail "bench$number"
done
mkdir -p /etc/dovecot-stock /etc/postfix-stock /var/lib/dovecot-stock /var/lib/postfix-stock
cp -r /usr/share/dovecot/dovecot.conf /usr/share/dovecot/conf.d /usr/share/dovecot/protocols.d \
  /etc/dovecot/private /etc/dovecot-stock/
sed -i 's|/etc/dovecot|/etc/dovecot-stock|g' /etc/dovecot-stock/dovecot.conf /etc/dovecot-stock/conf.d/*
cat >/etc/dovecot-stock/conf.d/99-instance.conf <<'CONF'
base_dir = /run/dovecot-stock
state_dir = /var/lib/dovecot-stock
protocols = lmtp
service lmtp {
  unix_listener /var/spool/postfix-stock/private/dovecot-lmtp {
    mode = 0600
    user = postfix
    group = postfix
  }
}
CONF
cp /usr/share/postfix/main.cf.debian /etc/postfix-stock/main.cf
cp /usr/share/postfix/master.cf.dist /etc/postfix-stock/master.cf
cp /etc/postfix/dynamicmaps.cf /etc/postfix-stock/
cp -r /etc/postfix/dynamicmaps.cf.d /etc/postfix-stock/ 2>/dev/null || true
sed -i 's/^smtp  *inet/@PORT@ inet/' /etc/postfix-stock/master.cf
postconf -c /etc/postfix-stock -e compatibility_level=3.10 myhostname=stock.example \
  mydestination=stock.example queue_directory=/var/spool/postfix-stock \
  data_directory=/var/lib/postfix-stock mailbox_transport=lmtp:unix:private/dovecot-lmtp \
  alias_maps= alias_database= inet_interfaces=all local_recipient_maps=
install -d -o root /var/spool/postfix-stock
chown postfix /var/lib/postfix-stock
# Daemons must not hold the connection that started them.
{
  postfix -c /etc/postfix-stock check || true
  postfix -c /etc/postfix-stock status || postfix -c /etc/postfix-stock start
  dovecot -c /etc/dovecot-stock/dovecot.conf
} </dev/null >/root/stock_instances.log 2>&1 || { cat /root/stock_instances.log; exit 1; }
