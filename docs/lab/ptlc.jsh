// EXPERIMENTAL. A reusable PTLC invoice, from nonces to receipt, and MuSig2 with an adaptor, to play with in jshell:
//
//     ./nightjar version && jshell -R--enable-native-access=ALL-UNNAMED --class-path java/cli/target/nightjar.jar docs/lab/ptlc.jsh
//
// The first command builds the jar. Everything below stays there to be used: try recipient.claim(...) with another message.

import java.security.SecureRandom
import java.time.*
import java.util.*
import org.nightjar.*
import org.nightjar.async.store.MemoryStore
import org.nightjar.ptlc.*
import org.nightjar.wire.ChainHash

var nightjar = Nightjar.open()
var random = new SecureRandom()
Hash32 fresh() { byte[] bytes = new byte[32]; random.nextBytes(bytes); return Hash32.of(bytes); }
XOnlyKey x(SecretKey key) { return XOnlyKey.of(nightjar, key); }
void show(String name, Object value) { System.out.println("  " + name + " = " + value); }

System.out.println("1. Bob makes a receipt key, and a pool of nonces that his LSP gives out while he sleeps")
var receiptKey = SecretKey.random(random)
var issuerKey = SecretKey.random(random)
var lspKey = SecretKey.random(random)
var epochSecret = EpochSecret.random(random)
var offer = new OfferTerms(ChainHash.REGTEST, OfferId.of(fresh().toBytes()), x(receiptKey), x(issuerKey), 1_000, 0)
var now = Instant.now()
var pool = NoncePool.create(nightjar, offer, receiptKey, issuerKey, epochSecret, PoolParameters.pool(16), Validity.of(now, now.plus(Duration.ofDays(30))), made -> {})
show("payee", offer.payee())
show("Merkle root", pool.certificate().root())

var phone = new MemoryStore()
var lspStore = new MemoryStore()
var environment = new Recipient.Environment(nightjar, phone, new StoredCounter(lspStore), offer, RecipientPolicy.DEFAULT)
var recipient = Recipient.start(environment, pool.certificate(), receiptKey, epochSecret)
var issuer = new Issuer(nightjar, lspStore, lspKey, IssueLimits.DEFAULT)
issuer.upload(pool, offer, now)

System.out.println("2. The LSP gives Alice an index, with a signed statement")
var payerKey = SecretKey.random(random)
var answer = issuer.issue(recipient.epoch(), IssueStatement.commitment(nightjar, x(payerKey)), "alice".getBytes(), now)
var issued = ((IssueResult.Issued) answer).tuple()
show("nonces", issued.tuple().nonces())

System.out.println("3. Alice computes what her payment is locked to")
var payer = new Payer(nightjar, new MemoryStore())
var checked = payer.check(issued, offer, issuer.lsp(), x(payerKey), now)
PaymentTerms terms(long msat) { return new PaymentTerms(x(payerKey), fresh(), msat, now.getEpochSecond(), now.getEpochSecond() + 3600, fresh()); }
var payment = payer.pay(checked, payerKey, terms(50_000))
var hops = List.of(SharedSecret.of(fresh().toBytes()), SharedSecret.of(fresh().toBytes()))
var lock = RouteLock.of(nightjar, payment.point(), hops)
show("S", payment.point())
show("points along the route", lock.points())

System.out.println("4. Bob wakes, writes down that this index answers this message, and claims")
var invoices = nightjar.experimental().reusableInvoices()
var claimable = ClaimablePtlc.of(nightjar, payment.message().encode(), lock.points().get(1), 50_000, hops.get(1))
var claimed = (ClaimResult.Claimed) recipient.claim(List.of(claimable), now)
var first = invoices.blindScalar(claimed.scalars().get(0), invoices.blind(hops.get(0)))

System.out.println("5. Alice has a receipt, which is a plain BIP340 signature")
var receipt = payer.settle(payment, lock.unwind(first).get()).get()
show("signature", receipt.signature())
show("valid", receipt.verify(nightjar, offer.payee()))

System.out.println("6. Another message on the same index is refused, whoever asks")
var other = ReceiptMessage.of(offer, recipient.epoch(), 0, terms(60_000))
var otherPoint = invoices.blindPoint(invoices.point(other.encode(), issued.tuple().nonces()).get().point(), invoices.blind(hops.get(1)))
show("claim", recipient.claim(List.of(ClaimablePtlc.of(nightjar, other.encode(), otherPoint, 60_000, hops.get(1))), now))

System.out.println("7. MuSig2 with an adaptor point: two sign, and the signature gives the secret away")
var musig2 = nightjar.experimental().musig2()
var adaptors = nightjar.experimental().schnorrAdaptors()
var alice = SecretKey.random(random)
var bob = SecretKey.random(random)
var keys = musig2.aggregate(MuSig2.sort(List.of(nightjar.publicKey(alice), nightjar.publicKey(bob)))).get()
var secret = SecretKey.random(random)
var message = fresh().toBytes()
var aliceNonce = musig2.nonce(random, alice, keys, message)
var bobNonce = musig2.nonce(random, bob, keys, message)
var nonce = musig2.aggregateNonces(List.of(aliceNonce.publicNonce(), bobNonce.publicNonce())).get()
var session = musig2.session(keys, nonce, nightjar.publicKey(secret), message).get()
var partials = List.of(session.sign(aliceNonce, alice), session.sign(bobNonce, bob))
var presignature = session.presignature(partials).get()
var signature = adaptors.adapt(presignature, secret).get()
show("valid", nightjar.verify(keys.publicKey().toXOnly(), message, SchnorrSignature.of(signature)))
show("extracted", adaptors.extract(presignature, signature, nightjar.publicKey(secret)).get().equals(secret))
System.out.println("Experimental: nobody outside the project has reviewed any of this.")
