### 调解（银龄调解）：自愿、免费、保密。消息里不写姓名和事由，要看点「看内容」。

do-mediate = 我要调解
do-mediations = 我的调解

## 申请

mediation-ask-what =
    🕊 调解自愿、免费、保密：对方也同意才开始，随时可以退出，不影响您去法院。
    有人动手、孩子受伤害的，不调解，请直接说，马上帮您。
    请说说是什么事？
mediation-ask-other = 对方是谁？知道怎么联系也写上，比如：楼上 502 的陈先生，电话不知道。只有调解员能看到。
mediation-ask-me = 请留下您的称呼和电话，只有调解员能看到。
mediation-ask-confirm =
    会交给一位社区调解员（也可以自己选）。他先问对方愿不愿意，双方都同意才约时间坐下来谈。
    您刚才写的，加密保存；聊天里的话一小时后从我们这里删掉。
    要申请吗？
mediation-yes = 申请调解
mediation-choose = 自己选调解员
mediation-no = 不申请了
mediation-ask-mediator = 想请哪一位？都和双方没有沾亲带故才行，对方也可以换一位。
mediation-mediator = { $name }（手上 { $count } 件）
mediation-changed = 🕊 { $number }：调解员换成了{ $mediator }，等着接手。
mediation-no-other = 🕊 { $number }：现在没有别的调解员可以选，还是{ $mediator }。
mediation-not-danger = 有人受伤害或受威胁，不能用调解来办。先按紧急的事帮您：
# $number 调解编号；$mediator 调解员
mediation-filed =
    🕊 申请收到了，编号 { $number }
    👤 调解员：{ $mediator }（会先看自己要不要回避）
    下一步：问对方愿不愿意。有消息就告诉您，随时说「我的调解」看进展。

## 双方看到的

mediation-card =
    🕊 { $number } · { $stage }
    📍 { $area }
    👤 调解员：{ $mediator }
    🗓 { $at }
    🏠 { $where }
mediation-list =
    🕊 您的调解：
    { $lines }
mediation-line = · { $number } { $stage }
mediation-none = 您没有正在进行的调解。邻里有矛盾，可以申请。
# $matter 事由；$asker 申请人；$other 对方；$agreement 协议（都可空）
mediation-held =
    🔒 { $number } · { $stage }（这条一小时后从我们这里删掉）
    事由：{ $matter }
    申请人：{ $asker }
    对方：{ $other }
    协议：{ $agreement }
    看过的人都有记录，请不要外传。
mediation-taken = 🕊 { $number }：调解员{ $mediator }接下了，正在问对方愿不愿意。
mediation-consented = 🕊 { $number }：对方同意调解了。调解员{ $mediator }会约时间。
mediation-refused =
    🕊 { $number }：对方这次不同意调解，调解就到这里。
    您还可以：再和物业、社区说一次（直接写给我）；打 12348 免费问律师；向法院起诉。
mediation-proposed =
    🕊 { $number }：调解员建议
    🗓 { $at }
    🏠 { $where }
    您方便吗？
mediation-set =
    🕊 { $number }：双方都方便，约好了
    🗓 { $at }
    🏠 { $where }
mediation-cannot = 🕊 { $number }：这个时间有人不方便，调解员会另外约。
mediation-session-soon =
    🕊 { $number }：快到约好的时间了
    🗓 { $at }
    🏠 { $where }
mediation-drafted = 🕊 { $number }：调解员写好了协议，点「看内容」看一看，对的话请确认。
# $court 可以申请司法确认的最后一天
mediation-agreed =
    🕊 { $number }：双方都确认了协议，达成了。
    ⚖️ 双方可以一起向法院申请司法确认，最迟{ $court }（人民调解法第三十三条）。
mediation-court-soon = ⚖️ { $number }：要申请司法确认的话，双方一起去法院，最迟{ $court }。
mediation-ask-kept = 🕊 { $number }：协议上说好的，做到了吗？
mediation-failed =
    🕊 { $number }：这次没谈成，调解就到这里。谈过的话不会拿去别处用。
    您还可以：打 12348 免费问律师；申请仲裁；向法院起诉。
mediation-withdrawn = 🕊 { $number }：有一方退出了，调解就到这里。
# $operator 本单位
mediation-invited =
    🕊 您好，这里是{ $operator }。有邻居想请社区调解员{ $mediator }帮你们谈一件事（{ $number }）。是什么事、和谁，调解员会告诉您。
    自愿、免费、保密：您可以不同意，同意了也随时可以退出，都不影响您去法院。
    您愿意吗？
mediation-link-refused = 这个链接用过了或已经失效，请找调解员要一个新的。

mediation-you-take = 接下了 { $number }。先看内容；和哪一方沾亲带故，请点「我要回避」。再联系对方，问愿不愿意。
mediation-you-consent = 记下了：{ $number } 双方同意调解，接下来约时间。
mediation-you-refuse = 记下了：{ $number } 不同意调解，到这里为止。
mediation-you-accept =
    记下了：{ $number }
    🗓 { $at }
    🏠 { $where }
mediation-you-cannot = 记下了：这个时间不方便，调解员会另外约。
mediation-you-fail = 记下了：{ $number } 没谈成，已告诉双方还可以找谁。
mediation-you-confirm =
    记下了：{ $number } 协议已确认（{ $stage }）。
    ⚖️ 双方可以一起向法院申请司法确认，最迟{ $court }（人民调解法第三十三条）。
mediation-you-object = 记下了：协议不对，调解员会再和双方谈。
mediation-you-kept = 太好了，记下了：{ $number } 协议做到了。
mediation-you-broken =
    记下了：{ $number } 协议没做到，调解员会来问。
    您也可以：做过司法确认的，向法院申请执行；没做过的，向法院起诉；打 12348 免费问律师。
mediation-you-recuse = 好的，{ $number } 换别的调解员，您不再经手。
mediation-you-withdraw = 好的，{ $number } 不调解了。以后想谈，随时说「我要调解」。

mediation-stage-asked = 等调解员接下
mediation-stage-asking = 正在问对方
mediation-stage-consented = 双方同意，待约时间
mediation-stage-proposed = 时间待双方确认
mediation-stage-set = 已约好
mediation-stage-drafted = 协议待双方确认
mediation-stage-agreed = 已达成协议
mediation-stage-refused = 对方不同意
mediation-stage-failed = 没谈成
mediation-stage-withdrawn = 已退出
mediation-stage-kept = 已做到
mediation-stage-broken = 没做到

## 调解员

mediator-asked =
    🕊 新的调解申请 { $number }（{ $area }）
    点「看内容」看是什么事、双方是谁（看过都有记录）。和哪一方沾亲带故，请点「我要回避」。
    有人动手、孩子受伤害的不调解，先打 110。
mediator-changed = 🕊 { $number }：有一方选了别的调解员，这件您不用再管了。
mediator-consented = 🕊 { $number }：对方自己点了同意，请约时间。
mediator-refused = 🕊 { $number }：对方自己点了不同意，到这里为止。
mediator-cannot = 🕊 { $number }：有一方这个时间不方便，请另外约。
mediator-objected = 🕊 { $number }：有一方说协议不对，请再和双方谈。
mediator-kept = 🕊 { $number }：协议做到了。
mediator-broken = 🕊 { $number }：有一方说协议没做到，请问一问。
mediator-waits = 🕊 { $number }（{ $stage }）等着往下走，请看一看。
# $code 链接里的代码
mediator-invite =
    把这个发给 { $number } 的对方，只能用一次：打开和我的聊天，发送
    /start { $code }
    也可以当面或打电话问，再点「对方同意」或「对方不同意」。
mediator-ask-at = 约什么时候？比如：明天下午3点、11月28日 9:30。
mediator-unclear-at = 没看懂，或已经过了。请写比如：明天下午3点、11月28日 9:30。
mediator-ask-place = 在哪里谈？比如：社区调解室。
mediator-proposed =
    已告诉双方，等他们确认：
    🗓 { $at }
    🏠 { $where }
    对方没有用这里的，请问好了替他点。
mediator-ask-agreement = 请写协议：谁、做什么、什么时候做到。加密保存，只有双方和您能看。
mediator-drafted = { $number } 的协议已加密保存，请双方确认。对方没有用这里的，请给他看过再替他点。
mediation-silent = 🕊 调解 { $number }（{ $area }）一直没有往下走，请问一问调解员。内容保密，这里不显示。

## 按钮

do-mediate-take = 接下
do-mediate-change = 换一位调解员
do-mediate-change-for = 对方要换调解员
do-mediate-recuse = 我要回避
do-mediate-consent = 同意调解
do-mediate-refuse = 不同意
do-mediate-propose = 约时间
do-mediate-accept = 这个时间可以
do-mediate-cannot = 这个时间不行
do-mediate-agree = 谈成了，写协议
do-mediate-fail = 没谈成
do-mediate-confirm = 确认协议
do-mediate-object = 协议不对
do-mediate-kept = 做到了
do-mediate-broken = 没做到
do-mediate-withdraw = 不调解了
do-mediate-consent-for = 对方同意
do-mediate-refuse-for = 对方不同意
do-mediate-accept-for = 对方可以
do-mediate-cannot-for = 对方不行
do-mediate-confirm-for = 对方确认协议
do-mediate-object-for = 对方说协议不对
do-mediate-kept-for = 对方说做到了
do-mediate-broken-for = 对方说没做到
do-mediate-withdraw-for = 对方不调解了
do-mediate-invite = 请对方自己点
do-mediate-look = 看内容

## 督办

# 全年各数
mediation-figures =
    🕊 { $year } 年调解（只有数字，没有姓名和事由）
    申请 { $asked }，双方同意 { $consented }，达成 { $agreed }，做到 { $kept }，没做到 { $broken }
    对方不同意 { $refused }，没谈成 { $failed }，退出 { $withdrawn }，进行中 { $open }
